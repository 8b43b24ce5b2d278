using MLResNet.Engine.Kernels.Convolutions;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Layers;

/// <summary>A fully connected layer over feature vectors, [batch][1][1][inputs].</summary>
internal sealed unsafe class Linear : Layer
{
    private readonly LayerContext _context;
    private readonly Convolution _product;
    private readonly ConvolutionGradient _gradient;
    private readonly LayerParameter _weight;
    private readonly LayerParameter _bias;
    private readonly PackedWeights _packed;
    private Tensor? _x;
    private Tensor? _y;

    public Linear(LinearSpec spec, LayerContext context)
    {
        _context = context;
        ConvolutionShape shape = new(spec.Inputs, spec.Outputs, Kernel: 1);
        _product = new Convolution(shape, context.Compute);
        _gradient = new ConvolutionGradient(shape, context.Compute);
        _packed = new PackedWeights(_product.PanelsLength);
        LayerParameter[] parameters = [.. spec.Parameters().Select(description => new LayerParameter(description))];
        (_weight, _bias) = (parameters[0], parameters[1]);
    }

    public override IEnumerable<LayerParameter> Parameters => [_weight, _bias];

    public override Tensor Forward(Tensor x, bool training)
    {
        _x = x;
        Tensor.Ensure(ref _y, x.Batch, 1, 1, _product.Shape.OutputChannels);
        _product.Pack(_weight.Values.Pointer, _packed);
        _product.Run(x, new Window(1, 1, 0, 0), _packed, _y, _bias.Values.Pointer);
        return _y;
    }

    public override Tensor Backward(Tensor dy)
    {
        Window window = new(1, 1, 0, 0);
        _gradient.Weights(_x!, dy, window, _weight.Gradient!.Pointer);
        ChannelSums.Of(dy, _context, _bias.Gradient!.Pointer);
        Tensor dx = _context.Pool.RentLike(_x!);
        _gradient.Input(_weight.Values.Pointer, dy, window, dx, accumulate: false);
        return dx;
    }

    public override void Dispose()
    {
        _gradient.Dispose();
        _packed.Dispose();
        _y?.Dispose();
    }
}
