using MLResNet.Engine.Kernels.Convolutions;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Layers;

/// <summary>A convolution, with or without bias.</summary>
internal sealed unsafe class Conv2d : Layer
{
    private readonly LayerContext _context;
    private readonly SlidingWindow _window;
    private readonly Convolution _convolution;
    private readonly ConvolutionGradient _gradient;
    private readonly LayerParameter _weight;
    private readonly LayerParameter? _bias;
    private readonly PackedWeights _packed;
    private Tensor? _x;
    private Tensor? _y;

    public Conv2d(ConvolutionSpec spec, LayerContext context)
    {
        _context = context;
        _window = spec.Window;
        ConvolutionShape shape = new(spec.InputChannels, spec.OutputChannels, spec.Window.Kernel, spec.Window.Stride, spec.Groups);
        _convolution = new Convolution(shape, context.Compute);
        _gradient = new ConvolutionGradient(shape, context.Compute);
        _packed = new PackedWeights(_convolution.PanelsLength);
        LayerParameter[] parameters = [.. spec.Parameters().Select(description => new LayerParameter(description))];
        _weight = parameters[0];
        _bias = parameters.ElementAtOrDefault(1);
    }

    public override IEnumerable<LayerParameter> Parameters => _bias is null ? [_weight] : [_weight, _bias];

    public override Tensor Forward(Tensor x, bool training) => Forward(x, residual: null);

    /// <summary>As <see cref="Forward(Tensor, bool)"/>, plus a tensor of the output's shape.</summary>
    public Tensor Forward(Tensor x, Tensor? residual)
    {
        Window window = Place(x.Height, x.Width);
        _x = x;
        Tensor.Ensure(ref _y, x.Batch, window.Height, window.Width, _convolution.Shape.OutputChannels);
        _convolution.Pack(_weight.Values.Pointer, _packed);
        _convolution.Run(
            x, window, _packed, _y, _bias is null ? null : _bias.Values.Pointer, residual is null ? null : residual.Pointer);
        return _y;
    }

    public override Tensor Backward(Tensor dy)
    {
        Tensor dx = _context.Pool.RentLike(_x!);
        Backward(dy, dx, accumulate: false);
        return dx;
    }

    /// <summary>As <see cref="Backward(Tensor)"/>, into (or on top of) a tensor that is there already.</summary>
    public void Backward(Tensor dy, Tensor dx, bool accumulate)
    {
        BackwardParameters(dy);
        _gradient.Input(_weight.Values.Pointer, dy, Place(_x!.Height, _x.Width), dx, accumulate);
    }

    /// <summary>The parameters' gradients alone, for the first layer of a network.</summary>
    public void BackwardParameters(Tensor dy)
    {
        _gradient.Weights(_x!, dy, Place(_x!.Height, _x.Width), _weight.Gradient!.Pointer);
        if (_bias is not null)
            ChannelSums.Of(dy, _context, _bias.Gradient!.Pointer);
    }

    public override void Dispose()
    {
        _gradient.Dispose();
        _packed.Dispose();
        _y?.Dispose();
    }

    private Window Place(int height, int width) => new(
        _window.OutputSize(height), _window.OutputSize(width), _window.PaddingBefore(height), _window.PaddingBefore(width));
}
