using MLResNet.Engine.Kernels;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

/// <summary>A batch norm that no convolution precedes, and its ReLU.</summary>
internal sealed unsafe class NormStep : PlanStep
{
    private readonly ComputeContext _context;
    private readonly AlignedBuffer _scale;
    private readonly AlignedBuffer _shift;
    private readonly bool _relu;

    public NormStep(ChannelAffine norm, bool relu, ComputeContext context)
    {
        _context = context;
        _relu = relu;
        OutputChannels = norm.Scale.Length;
        _scale = new AlignedBuffer(OutputChannels);
        _shift = new AlignedBuffer(OutputChannels);
        for (int c = 0; c < OutputChannels; c++)
        {
            _scale.Pointer[c] = (float)norm.Scale[c];
            _shift.Pointer[c] = (float)norm.Shift[c];
        }
    }

    public override int OutputChannels { get; }

    public override (int Height, int Width) OutputSize(int height, int width) => (height, width);

    public override void Run(Tensor x, Tensor? residual, Tensor y)
    {
        RowParts parts = new(x.Pixels, x.Channels);
        ScaleShiftJob job = new(_context.Kernels, parts, x, residual, _scale.Pointer, _shift.Pointer, _relu, y);
        _context.Team.Run(parts.Count, ref job);
    }

    public override StepWork Work(Tensor x, Tensor y) => new(StepAlgorithm.Elementwise, WeightBytes: 2 * sizeof(float) * OutputChannels);

    public override void Dispose()
    {
        base.Dispose();
        _scale.Dispose();
        _shift.Dispose();
    }
}
