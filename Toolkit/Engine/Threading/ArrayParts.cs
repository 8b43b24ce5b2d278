namespace MLResNet.Engine.Threading;

/// <summary>
/// How arrays are cut into parts of about equal length for work on each element by itself. A part begins at a multiple of any
/// vector's length, so elements fall into the same places of vectors as without the cut.
/// </summary>
internal sealed class ArrayParts
{
    private const int Length = 1 << 16;

    private readonly List<(int Array, Range Range)> _parts = [];

    /// <param name="lengths">The length of each array.</param>
    public ArrayParts(IEnumerable<int> lengths)
    {
        int array = 0;
        foreach (int length in lengths)
        {
            for (int start = 0; start < length; start += Length)
                _parts.Add((array, start..Math.Min(length, start + Length)));
            array++;
        }
    }

    public int Count => _parts.Count;

    public (int Array, Range Range) this[int part] => _parts[part];
}
