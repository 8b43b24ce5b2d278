using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>Gathers all patches of a grid, patches[rows][depth].</summary>
internal readonly unsafe struct PatchGatherJob(PatchGrid grid, float* patches) : IParallelJob
{
    private const int RowsPerPart = 16;

    public int Parts => (grid.Rows + RowsPerPart - 1) / RowsPerPart;

    public void Execute(int part)
    {
        int first = part * RowsPerPart, rows = Math.Min(RowsPerPart, grid.Rows - first);
        grid.Gather(first, rows, 0, grid.Depth, patches + (nint)first * grid.Depth);
    }
}
