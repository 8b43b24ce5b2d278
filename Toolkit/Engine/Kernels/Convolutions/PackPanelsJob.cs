using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>Packs a tall matrix [rows][columns] into panels, some rows a part.</summary>
internal unsafe struct PackPanelsJob(CpuKernels kernels, float* matrix, nint stride, int rows, int columns, float* panels) : IParallelJob
{
    private const int RowsPerPart = 512;

    public readonly int Parts => (rows + RowsPerPart - 1) / RowsPerPart;

    public readonly void Execute(int part)
    {
        int first = part * RowsPerPart, width = kernels.PanelWidth;
        kernels.PackPanels(
            matrix + first * stride, stride, Math.Min(RowsPerPart, rows - first), columns,
            panels + (nint)first * width, (nint)rows * width, 0, kernels.PanelCount(columns));
    }
}
