namespace MLResNet.SampleData.Rendering;

/// <summary>
/// The belt and all that lies on it, as a height and a material for each cell of a square grid in the plane of the belt. The
/// frame of the picture is about [-1, 1] x [-1, 1] of that plane, and the grid goes beyond it, for a camera that looks
/// aslant.
/// </summary>
internal sealed class Relief
{
    /// <summary>The grid covers [-Extent, Extent] in x and y.</summary>
    public const float Extent = 1.15f;

    private readonly float _cellsPerUnit;

    public Relief(int side)
    {
        Side = side;
        _cellsPerUnit = side / (2 * Extent);
        Heights = new float[side * side];
        Materials = new Material[side * side];
    }

    /// <summary>Cells in a row, and rows.</summary>
    public int Side { get; }

    public float CellSize => 1 / _cellsPerUnit;

    /// <summary>Height over the belt's plane, in units of the plane; rows by y.</summary>
    public float[] Heights { get; }

    public Material[] Materials { get; }

    /// <summary>The x of a column's, or the y of a row's, centre.</summary>
    public float Coordinate(int cell) => (cell + 0.5f) / _cellsPerUnit - Extent;

    /// <summary>The place of a coordinate on the grid, in cells, within the grid.</summary>
    public float Cell(float coordinate) =>
        Math.Clamp((coordinate + Extent) * _cellsPerUnit - 0.5f, 0, Side - 1.001f);

    /// <summary>The columns or rows whose centres may lie within <paramref name="reach"/> of a coordinate.</summary>
    public (int First, int End) Cells(float coordinate, float reach) => (
        Math.Clamp((int)MathF.Floor((coordinate - reach + Extent) * _cellsPerUnit), 0, Side),
        Math.Clamp((int)MathF.Ceiling((coordinate + reach + Extent) * _cellsPerUnit) + 1, 0, Side));

    /// <summary>The greatest height, at least 0.</summary>
    public float Highest()
    {
        float highest = 0;
        foreach (float height in Heights) highest = MathF.Max(highest, height);
        return highest;
    }

    /// <summary>The index of the cell that a point is in, or of the nearest cell.</summary>
    public int CellAt(float x, float y) => (int)(Cell(y) + 0.5f) * Side + (int)(Cell(x) + 0.5f);

    /// <summary>The height of the cell that a point is in.</summary>
    public float NearestHeight(float x, float y)
    {
        int column = (int)((x + Extent) * _cellsPerUnit), row = (int)((y + Extent) * _cellsPerUnit);
        return (uint)column < (uint)Side && (uint)row < (uint)Side ? Heights[row * Side + column] : 0;
    }

    /// <summary>
    /// For each cell, no less than the greatest height within <paramref name="reach"/> of it: what a ray that ends there can
    /// meet. It is found for blocks of cells, whence the rough bound.
    /// </summary>
    public float[] Ceiling(float reach)
    {
        const int Block = 8;
        int blocks = (Side + Block - 1) / Block, span = (int)(reach * _cellsPerUnit / Block) + 1;
        var highest = new float[blocks * blocks];
        for (int row = 0, at = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++, at++)
            {
                ref float block = ref highest[row / Block * blocks + column / Block];
                block = MathF.Max(block, Heights[at]);
            }
        }

        var around = new float[blocks * blocks];
        for (int row = 0, at = 0; row < blocks; row++)
        {
            for (int column = 0; column < blocks; column++, at++)
            {
                for (int y = Math.Max(row - span, 0); y <= Math.Min(row + span, blocks - 1); y++)
                    for (int x = Math.Max(column - span, 0); x <= Math.Min(column + span, blocks - 1); x++)
                        around[at] = MathF.Max(around[at], highest[y * blocks + x]);
            }
        }

        var ceiling = new float[Side * Side];
        for (int row = 0, at = 0; row < Side; row++)
            for (int column = 0; column < Side; column++, at++)
                ceiling[at] = around[row / Block * blocks + column / Block];
        return ceiling;
    }

    /// <summary>The height at a point, interpolated between cells.</summary>
    public float HeightAt(float x, float y)
    {
        float cx = Cell(x), cy = Cell(y);
        int ix = (int)cx, iy = (int)cy;
        float tx = cx - ix, ty = cy - iy;
        int at = iy * Side + ix;
        float top = PortableMath.Lerp(Heights[at], Heights[at + 1], tx);
        float bottom = PortableMath.Lerp(Heights[at + Side], Heights[at + Side + 1], tx);
        return PortableMath.Lerp(top, bottom, ty);
    }
}
