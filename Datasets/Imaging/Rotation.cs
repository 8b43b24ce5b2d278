namespace MLResNet.Imaging;

/// <summary>
/// Turns a square about its middle, with bilinear interpolation; beyond its edges the square goes on as its mirror image.
/// </summary>
internal static class Rotation
{
    /// <param name="source">size x size x 3 bytes.</param>
    /// <param name="size">The side.</param>
    /// <param name="degrees">By how much, clockwise.</param>
    /// <param name="target">size x size x 3 bytes, written; not the source.</param>
    public static void Run(ReadOnlySpan<byte> source, int size, float degrees, Span<byte> target)
    {
        // Each place of the result is looked up where it comes from: turned back.
        (double sine, double cosine) = Math.SinCos(-degrees * Math.PI / 180);
        double middle = (size - 1) / 2.0;
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                double fromX = (x - middle) * cosine - (y - middle) * sine + middle;
                double fromY = (x - middle) * sine + (y - middle) * cosine + middle;
                int left = (int)Math.Floor(fromX), top = (int)Math.Floor(fromY);
                float across = (float)(fromX - left), down = (float)(fromY - top);
                int x0 = Mirrored(left, size), x1 = Mirrored(left + 1, size);
                int y0 = Mirrored(top, size) * size, y1 = Mirrored(top + 1, size) * size;
                for (int channel = 0; channel < 3; channel++)
                {
                    float upper = float.Lerp(source[(y0 + x0) * 3 + channel], source[(y0 + x1) * 3 + channel], across);
                    float lower = float.Lerp(source[(y1 + x0) * 3 + channel], source[(y1 + x1) * 3 + channel], across);
                    target[(y * size + x) * 3 + channel] = (byte)(float.Lerp(upper, lower, down) + 0.5f);
                }
            }
        }
    }

    // 0 1 2 | 2 1 0 | 0 1 2: a turned square reaches no further than its own side beyond an edge.
    private static int Mirrored(int index, int size)
    {
        int folded = index < 0 ? -1 - index : index >= size ? 2 * size - 1 - index : index;
        return Math.Clamp(folded, 0, size - 1);
    }
}
