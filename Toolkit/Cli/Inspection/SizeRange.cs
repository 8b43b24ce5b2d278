namespace MLResNet.Cli.Inspection;

/// <summary>The spread of a length in pixels.</summary>
internal sealed record SizeRange(int Min, int Median, int Max)
{
    /// <summary>The spread of some lengths; null if there are none.</summary>
    public static SizeRange? Of(IEnumerable<int> lengths)
    {
        int[] sorted = [.. lengths.Order()];
        return sorted.Length == 0 ? null : new SizeRange(sorted[0], sorted[sorted.Length / 2], sorted[^1]);
    }

    public override string ToString() => Min == Max ? $"{Min}" : $"{Min} to {Max} (median {Median})";
}
