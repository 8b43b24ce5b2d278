namespace MLResNet.Formats.Png;

/// <summary>
/// A sub-image: the pixels at (X + i * StepX, Y + j * StepY). A plain PNG has one, an Adam7 interlaced PNG seven.
/// </summary>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY)
{
    private static readonly PngPass[] Whole = [new(0, 0, 1, 1)];

    private static readonly PngPass[] Adam7 =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    /// <summary>The passes of an image, in the order of the file.</summary>
    public static ReadOnlySpan<PngPass> Of(PngHeader header) => header.Interlaced ? Adam7 : Whole;

    /// <summary>Pixels a row of this pass; 0 when the image is too narrow to have any.</summary>
    public int Width(PngHeader header) => (int)(((long)header.Width - X + StepX - 1) / StepX);

    /// <summary>Rows of this pass; 0 when the image is too low to have any.</summary>
    public int Height(PngHeader header) => (int)(((long)header.Height - Y + StepY - 1) / StepY);
}
