using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// C = patches x panels: a convolution as a matrix product whose left side is gathered block by block, while it is near, or
/// read where it lies.
/// </summary>
internal unsafe struct PatchProductJob : IParallelJob
{
    // A block of patches [RowsPerPart][DepthBlock] stays in the second-level cache while every panel passes over it, and a slice
    // of a panel [DepthBlock][PanelWidth] in the first while it meets every row.
    private const int WantedRows = 192;
    private const int WantedDepth = 384;

    private readonly CpuKernels _kernels;
    private readonly PatchGrid _grid;
    private readonly float* _panels;
    private readonly MatrixOutput _output;
    private readonly PixelMap _map;
    private readonly int _rowsPerPart;
    private readonly int _rowParts;
    private readonly int _panelsPerPart;
    private readonly int _panelCount;
    private readonly int _depthBlock;
    private readonly bool _sharesPatches;

    public PatchProductJob(CpuKernels kernels, in PatchGrid grid, float* panels, in MatrixOutput output, in PixelMap map)
    {
        _kernels = kernels;
        _grid = grid;
        _panels = panels;
        _output = output;
        _map = map;
        _rowsPerPart = ComputeContext.PartLength(grid.Rows, WantedRows, kernels.TileRows);
        _rowParts = (grid.Rows + _rowsPerPart - 1) / _rowsPerPart;
        _panelCount = kernels.PanelCount(output.Columns);
        _depthBlock = ComputeContext.PartLength(grid.Depth, WantedDepth, kernels.VectorLength); // a pre-activation is rounded by vectors
        // Few rows (the last stages at batch 1) are shared out by panel as well.
        int columnParts = Math.Clamp(8 / _rowParts, 1, _panelCount);
        _panelsPerPart = (_panelCount + columnParts - 1) / columnParts;
        int panelParts = (_panelCount + _panelsPerPart - 1) / _panelsPerPart;
        Parts = _rowParts * panelParts;
        _sharesPatches = panelParts > 1 && !grid.IsDirect;
    }

    public int Parts { get; }

    /// <summary>Multiplies the patches with panels of [depth][columns].</summary>
    /// <param name="map">Which row of C a patch's product goes to.</param>
    public static void Run(ComputeContext context, in PatchGrid grid, float* panels, in MatrixOutput output, in PixelMap map)
    {
        PatchProductJob job = new(context.Kernels, grid, panels, output, map);
        if (job._sharesPatches)
        {
            // Parts that differ in their columns only would gather the same patches again and again.
            float* patches = Scratch.ForCall((grid.Rows + (long)Tensor.SlackRows) * grid.Depth);
            PatchGatherJob gather = new(grid, patches);
            context.Team.Run(gather.Parts, ref gather);
            job = new(context.Kernels, grid.Gathered(patches), panels, output, map);
        }
        context.Team.Run(job.Parts, ref job);
    }

    public readonly void Execute(int part)
    {
        int firstRow = part % _rowParts * _rowsPerPart;
        int rows = Math.Min(_rowsPerPart, _grid.Rows - firstRow);
        int firstPanel = part / _rowParts * _panelsPerPart;
        int panelEnd = Math.Min(firstPanel + _panelsPerPart, _panelCount);
        int width = _kernels.PanelWidth, depth = _grid.Depth;

        MatrixOutput output = _output;
        long patchFloats = _grid.IsDirect ? 0 : (long)(_rowsPerPart + Tensor.SlackRows) * _depthBlock;
        float* scratch = Scratch.ForJob(patchFloats + rows);
        if (_map.IsIdentity)
        {
            output.C += firstRow * output.Stride;
            if (output.Residual != null)
                output.Residual += firstRow * output.Stride;
        }
        else
        {
            output.RowMap = (int*)(scratch + patchFloats);
            _map.Fill(_grid, firstRow, rows, output.RowMap);
        }

        for (int depthStart = 0; depthStart < depth; depthStart += _depthBlock)
        {
            int depthEnd = Math.Min(depthStart + _depthBlock, depth);
            bool first = depthStart == 0, last = depthEnd == depth;
            MatrixOutput block = output;
            if (!first)
            {
                block.Accumulate = true;
                block.Bias = null;
            }
            if (!last)
            {
                block.Residual = null;
                block.Relu = false;
            }
            float* a = scratch;
            nint aStride = depthEnd - depthStart;
            if (_grid.IsDirect)
            {
                aStride = _grid.SourceChannels;
                a = _grid.Source + firstRow * aStride + _grid.FirstChannel + depthStart;
            }
            else
            {
                _grid.Gather(firstRow, rows, depthStart, depthEnd, scratch);
            }
            float* panels = _panels + (nint)depthStart * width;
            _kernels.Multiply(a, aStride, rows, depthEnd - depthStart, panels, (nint)depth * width, firstPanel, panelEnd, block);
        }
    }
}
