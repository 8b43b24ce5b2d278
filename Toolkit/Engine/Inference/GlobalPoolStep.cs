using MLResNet.Engine.Kernels.Pooling;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

/// <summary>From the last map to the feature vector.</summary>
internal sealed class GlobalPoolStep(int channels, ComputeContext context) : PlanStep
{
    public override int OutputChannels => channels;

    public override (int Height, int Width) OutputSize(int height, int width) => (1, 1);

    public override void Run(Tensor x, Tensor? residual, Tensor y)
    {
        GlobalAveragePooling job = new(context.Kernels, x, y);
        context.Team.Run(x.Batch, ref job);
    }

    public override StepWork Work(Tensor x, Tensor y) => new(StepAlgorithm.Pooling, x.Height);
}
