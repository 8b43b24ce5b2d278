namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// The pixels that the positions of a grid are written to: position (y, x) goes to (y * Step + OffsetY, x * Step + OffsetX) of
/// a map of Height x Width.
/// </summary>
internal readonly record struct PixelMap(int Height, int Width, int Step, int OffsetY, int OffsetX)
{
    /// <summary>Positions and pixels are the same, one for one.</summary>
    public static PixelMap Identity { get; } = new(0, 0, 1, 0, 0);

    public bool IsIdentity => Step == 1;

    public unsafe void Fill(in PatchGrid grid, int firstRow, int rows, int* map)
    {
        int x = firstRow % grid.Width, y = firstRow / grid.Width % grid.Height, image = firstRow / grid.Width / grid.Height;
        for (int row = 0; row < rows; row++)
        {
            map[row] = (image * Height + y * Step + OffsetY) * Width + x * Step + OffsetX;
            if (++x == grid.Width)
            {
                x = 0;
                if (++y == grid.Height)
                {
                    y = 0;
                    image++;
                }
            }
        }
    }
}
