using MLResNet.Engine.Kernels;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Regression;

/// <summary>
/// From a block of features to its errors, share x (probability - 1 for the label, else probability), and its losses,
/// -ln(probability of the label).
/// </summary>
internal readonly unsafe struct ErrorJob(
    CpuKernels kernels, Tensor features, float* valuePanels, int classes, int[] labels, float[] shares, float* errors, float* errorPanels,
    double* losses) : IParallelJob
{
    private readonly LogitRows _logits = new(kernels, features, valuePanels, classes);

    public int Parts => _logits.Parts;

    public void Execute(int part)
    {
        (int first, int rows) = _logits.Run(part, errors);
        float* block = errors + (nint)first * classes;
        for (int row = 0; row < rows; row++)
        {
            Span<float> error = new(block + (nint)row * classes, classes);
            int image = first + row;
            float logit = error[labels[image]];
            losses[image] = Softmax.Run(error) - logit;
            error[labels[image]] -= 1;
            foreach (ref float value in error)
                value *= shares[image];
        }
        int width = kernels.PanelWidth;
        kernels.PackPanels(
            block, classes, rows, classes, errorPanels + (nint)first * width, (nint)features.Batch * width, 0,
            kernels.PanelCount(classes));
    }
}
