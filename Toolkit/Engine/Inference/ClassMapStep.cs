using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Inference;

/// <summary>
/// The classifier, without its bias, at each position of the last feature map instead of on the mean of them all:
/// [height][width][classes]. It borrows the weights of the step that classifies.
/// </summary>
internal sealed class ClassMapStep(ConvolutionStep classifier) : PlanStep
{
    public override int OutputChannels => classifier.OutputChannels;

    public override (int Height, int Width) OutputSize(int height, int width) => (height, width);

    public override void Run(Tensor x, Tensor? residual, Tensor y) => classifier.RunUnbiased(x, y);

    public override StepWork Work(Tensor x, Tensor y) => classifier.Work(x, y);
}
