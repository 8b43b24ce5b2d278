using MLResNet.Engine.Kernels.Convolutions;
using MLResNet.Engine.Kernels.Pooling;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

/// <summary>The stem's max pooling.</summary>
internal sealed class MaxPoolStep(MaxPoolSpec spec, int channels, ComputeContext context) : PlanStep
{
    public override int OutputChannels => channels;

    public override (int Height, int Width) OutputSize(int height, int width) =>
        (spec.Window.OutputSize(height), spec.Window.OutputSize(width));

    public override void Run(Tensor x, Tensor? residual, Tensor y)
    {
        SlidingWindow sliding = spec.Window;
        Window window = new(y.Height, y.Width, sliding.PaddingBefore(x.Height), sliding.PaddingBefore(x.Width));
        MaxPooling job = new(context.Kernels, x, sliding.Kernel, sliding.Stride, window, spec.PadsZeros, y);
        context.Team.Run(job.Parts, ref job);
    }

    public override StepWork Work(Tensor x, Tensor y) => new(StepAlgorithm.Pooling, spec.Window.Kernel, spec.Window.Stride);
}
