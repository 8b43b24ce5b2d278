using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels;

/// <summary>Packs the transpose of a small matrix into panels, a panel a part.</summary>
internal unsafe struct PackTransposedJob(
    CpuKernels kernels, float* matrix, nint stride, int rows, int columns, float* panels, nint panelStride) : IParallelJob
{
    public readonly int Parts => kernels.PanelCount(columns);

    public readonly void Execute(int part) =>
        kernels.PackTransposedPanels(matrix, stride, rows, columns, panels, panelStride, part, part + 1);
}
