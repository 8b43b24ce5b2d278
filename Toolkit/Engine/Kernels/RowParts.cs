namespace MLResNet.Engine.Kernels;

/// <summary>
/// How the rows of a map [rows][channels] are cut for work and for sums: blocks that stay in the second-level cache. The cut
/// depends on the shape alone, and partial sums are added in order, so results do not depend on the threads.
/// </summary>
internal readonly record struct RowParts
{
    private const int FloatsPerPart = 1 << 15;

    private readonly int _rows;

    public RowParts(int rows, int channels)
    {
        _rows = rows;
        Length = ComputeContext.PartLength(rows, Math.Max(8, FloatsPerPart / channels), 1);
        Count = (rows + Length - 1) / Length;
    }

    /// <summary>Rows of a part; the last may have fewer.</summary>
    public int Length { get; }

    public int Count { get; }

    public int First(int part) => part * Length;

    public int RowsOf(int part) => Math.Min(Length, _rows - part * Length);
}
