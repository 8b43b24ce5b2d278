using MLResNet.Engine.Kernels.Convolutions;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

/// <summary>
/// A convolution (or the classifier, a 1 x 1 one) with everything that follows it: bias, the batch norm folded into its weights,
/// a residual, a ReLU; and, where it is 1 x 1, the batch norm with ReLU before it.
/// </summary>
internal sealed unsafe class ConvolutionStep : PlanStep
{
    private readonly SlidingWindow _window;
    private readonly Convolution _convolution;
    private readonly PackedWeights _packed;
    private readonly AlignedBuffer _bias;
    private readonly bool _relu;
    private readonly PreActivation? _preActivation;

    /// <param name="weights">In PyTorch's order.</param>
    /// <param name="bias">The convolution's own, or empty.</param>
    /// <param name="norm">The batch norm after it, or null.</param>
    /// <param name="normBefore">The batch norm before it, which a ReLU follows, or null; only with a kernel of 1 x 1.</param>
    public ConvolutionStep(
        ConvolutionShape shape, SlidingWindow window, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, ChannelAffine? norm, bool relu,
        ComputeContext context, ChannelAffine? normBefore = null)
    {
        if (normBefore is not null)
            _preActivation = new PreActivation(context.Kernels, normBefore.Scale, normBefore.Shift);
        _window = window;
        _relu = relu;
        _convolution = new Convolution(shape, context, alikeInAnyBatch: true);
        _bias = new AlignedBuffer(shape.OutputChannels);
        bias.CopyTo(_bias.Span);

        for (int c = 0; norm is not null && c < shape.OutputChannels; c++)
            _bias.Span[c] = (float)((double)_bias.Span[c] * norm.Scale[c] + norm.Shift[c]);
        _packed = new PackedWeights(_convolution.PanelsLength);
        _convolution.Import(weights, norm?.Scale, _packed);
    }

    public override int OutputChannels => _convolution.Shape.OutputChannels;

    public override (int Height, int Width) OutputSize(int height, int width) => (_window.OutputSize(height), _window.OutputSize(width));

    public override void Run(Tensor x, Tensor? residual, Tensor y)
    {
        _convolution.Run(
            x, WindowOf(x, y), _packed, y, _bias.Pointer, residual is null ? null : residual.Pointer, _relu, preActivation: _preActivation);
    }

    /// <summary>
    /// The convolution alone: <see cref="Run"/> without bias (nor what of a batch norm is in it), residual and ReLU.
    /// </summary>
    public void RunUnbiased(Tensor x, Tensor y) => _convolution.Run(x, WindowOf(x, y), _packed, y, preActivation: _preActivation);

    public override StepWork Work(Tensor x, Tensor y)
    {
        ConvolutionShape shape = _convolution.Shape;
        int side = _convolution.WinogradSide(x, WindowOf(x, y));
        return new StepWork(
            side switch { 2 => StepAlgorithm.Winograd2x2, 4 => StepAlgorithm.Winograd4x4, _ => StepAlgorithm.Direct },
            shape.Kernel,
            shape.Stride,
            MultiplyAdds: (long)y.Pixels * shape.WeightCount,
            WeightBytes: sizeof(float) * _convolution.PackedLength(side));
    }

    public override void Dispose()
    {
        base.Dispose();
        _packed.Dispose();
        _bias.Dispose();
        _preActivation?.Dispose();
    }

    private Window WindowOf(Tensor x, Tensor y) => new(y.Height, y.Width, _window.PaddingBefore(x.Height), _window.PaddingBefore(x.Width));
}
