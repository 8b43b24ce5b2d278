using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// The gradient of a convolution's weights: C[depth][columns] = patches transposed x gradient, summed over all positions in
/// order.
/// </summary>
internal unsafe struct PatchGradientJob : IParallelJob
{
    private const int WantedRows = 192;
    private const int WantedPositions = 192;

    private readonly CpuKernels _kernels;
    private readonly PatchGrid _grid;
    private readonly float* _panels;
    private readonly float* _c;
    private readonly nint _stride;
    private readonly int _columns;
    private readonly int _rowsPerPart;
    private readonly int _rowParts;
    private readonly int _panelsPerPart;
    private readonly int _panelCount;
    private readonly int _positions;

    /// <param name="panels">The output's gradient [positions][columns] in panels.</param>
    /// <param name="c">The weights' gradient, overwritten.</param>
    /// <param name="stride">Floats from row to row of c.</param>
    public PatchGradientJob(CpuKernels kernels, in PatchGrid grid, float* panels, float* c, nint stride, int columns)
    {
        _kernels = kernels;
        _grid = grid;
        _panels = panels;
        _c = c;
        _stride = stride;
        _columns = columns;
        _rowsPerPart = ComputeContext.PartLength(grid.Depth, WantedRows, kernels.TileRows);
        _rowParts = (grid.Depth + _rowsPerPart - 1) / _rowsPerPart;
        _panelCount = kernels.PanelCount(columns);
        int columnParts = Math.Clamp(8 / _rowParts, 1, _panelCount);
        _panelsPerPart = (_panelCount + columnParts - 1) / columnParts;
        _positions = ComputeContext.PartLength(grid.Rows, WantedPositions, 1);
        Parts = _rowParts * ((_panelCount + _panelsPerPart - 1) / _panelsPerPart);
    }

    public int Parts { get; }

    public readonly void Execute(int part)
    {
        int firstRow = part % _rowParts * _rowsPerPart;
        int rows = Math.Min(_rowsPerPart, _grid.Depth - firstRow);
        int firstPanel = part / _rowParts * _panelsPerPart;
        int panelEnd = Math.Min(firstPanel + _panelsPerPart, _panelCount);
        int width = _kernels.PanelWidth;

        float* c = _c + firstRow * _stride;
        int firstColumn = firstPanel * width, columnEnd = Math.Min(panelEnd * width, _columns);
        for (int row = 0; row < rows; row++)
            new Span<float>(c + row * _stride + firstColumn, columnEnd - firstColumn).Clear();

        float* scratch = _grid.IsDirect ? null : Scratch.ForJob((long)_positions * rows + Tensor.SlackRows);
        for (int position = 0; position < _grid.Rows; position += _positions)
        {
            int positions = Math.Min(_positions, _grid.Rows - position);
            float* a = scratch;
            nint aStride = rows;
            if (_grid.IsDirect)
            {
                aStride = _grid.SourceChannels;
                a = _grid.Source + position * aStride + _grid.FirstChannel + firstRow;
            }
            else
            {
                _grid.Gather(position, positions, firstRow, firstRow + rows, scratch);
            }
            _kernels.MultiplyTransposed(
                a, aStride, rows, positions, _panels + (nint)position * width, (nint)_grid.Rows * width, firstPanel, panelEnd,
                c, _stride, _columns);
        }
    }
}
