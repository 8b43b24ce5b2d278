namespace MLResNet.Formats.Gif;

/// <summary>An image descriptor: where on the screen a frame lies, and whether its rows are interlaced.</summary>
internal readonly record struct GifFrame(int X, int Y, int Width, int Height, bool Interlaced)
{
    /// <summary>
    /// The frame's rows in the order of the file: every eighth, the eighths between, the quarters, the halves; or top to bottom.
    /// </summary>
    public IEnumerable<int> Rows()
    {
        (int First, int Step)[] passes = Interlaced ? [(0, 8), (4, 8), (2, 4), (1, 2)] : [(0, 1)];
        foreach ((int first, int step) in passes)
        {
            for (int y = first; y < Height; y += step)
                yield return y;
        }
    }
}
