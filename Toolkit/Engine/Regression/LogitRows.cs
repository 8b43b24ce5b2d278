using MLResNet.Engine.Kernels;
using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Regression;

/// <summary>Logits = features x values, cut into blocks of rows.</summary>
/// <param name="kernels">Kernels.</param>
/// <param name="features">[rows][1][1][columns].</param>
/// <param name="valuePanels">The values, [columns][classes], in panels.</param>
/// <param name="classes">Number of classes.</param>
internal readonly unsafe struct LogitRows(CpuKernels kernels, Tensor features, float* valuePanels, int classes)
{
    private const int WantedRows = 96;

    private readonly int _rowsPerPart = ComputeContext.PartLength(features.Batch, WantedRows, kernels.TileRows);

    public int Parts => (features.Batch + _rowsPerPart - 1) / _rowsPerPart;

    /// <summary>
    /// Writes the logits of a block to their place in [rows][classes]; returns its first row and how many it has.
    /// </summary>
    public (int First, int Rows) Run(int part, float* logits)
    {
        int first = part * _rowsPerPart, rows = Math.Min(_rowsPerPart, features.Batch - first);
        int columns = features.Channels;
        MatrixOutput output = new() { C = logits + (nint)first * classes, Stride = classes, Columns = classes };
        kernels.Multiply(
            features.Pointer + (nint)first * columns, columns, rows, columns, valuePanels, (nint)columns * kernels.PanelWidth, 0,
            kernels.PanelCount(classes), output);
        return (first, rows);
    }
}
