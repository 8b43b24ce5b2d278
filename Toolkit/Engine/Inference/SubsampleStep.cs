using MLResNet.Engine.Kernels.Pooling;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

/// <summary>The shortcut without parameters.</summary>
internal sealed class SubsampleStep(int stride, int outputChannels, ComputeContext context) : PlanStep
{
    public override int OutputChannels => outputChannels;

    public override (int Height, int Width) OutputSize(int height, int width) =>
        ((height + stride - 1) / stride, (width + stride - 1) / stride);

    public override void Run(Tensor x, Tensor? residual, Tensor y)
    {
        Subsampling job = new(x, stride, y);
        context.Team.Run(job.Parts, ref job);
    }

    public override StepWork Work(Tensor x, Tensor y) => new(StepAlgorithm.Pooling, Stride: stride);
}
