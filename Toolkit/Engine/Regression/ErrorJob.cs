using MLResNet.Engine.Kernels;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Regression;

/// <summary>
/// From a block of features to its errors, the gradient of the loss by the logits, and its parts of the loss.
/// </summary>
internal readonly unsafe struct ErrorJob(
    CpuKernels kernels, Tensor features, float* valuePanels, int classes, IRowLoss loss, float* errors, float* errorPanels,
    double* losses) : IParallelJob
{
    private readonly LogitRows _logits = new(kernels, features, valuePanels, classes);

    public int Parts => _logits.Parts;

    public void Execute(int part)
    {
        (int first, int rows) = _logits.Run(part, errors);
        float* block = errors + (nint)first * classes;
        for (int row = 0; row < rows; row++)
            losses[first + row] = loss.Differentiate(first + row, new Span<float>(block + (nint)row * classes, classes));
        int width = kernels.PanelWidth;
        kernels.PackPanels(
            block, classes, rows, classes, errorPanels + (nint)first * width, (nint)features.Batch * width, 0,
            kernels.PanelCount(classes));
    }
}
