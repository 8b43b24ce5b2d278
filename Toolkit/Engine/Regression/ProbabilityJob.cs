using MLResNet.Engine.Kernels;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Regression;

/// <summary>From a block of features to its probabilities.</summary>
internal readonly unsafe struct ProbabilityJob(
    CpuKernels kernels, Tensor features, float* valuePanels, int classes, IRowLoss loss, float* probabilities) : IParallelJob
{
    private readonly LogitRows _logits = new(kernels, features, valuePanels, classes);

    public int Parts => _logits.Parts;

    public void Execute(int part)
    {
        (int first, int rows) = _logits.Run(part, probabilities);
        for (int row = first; row < first + rows; row++)
            loss.Predict(new Span<float>(probabilities + (nint)row * classes, classes));
    }
}
