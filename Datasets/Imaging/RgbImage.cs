namespace MLResNet.Imaging;

/// <summary>A decoded picture: 8-bit RGB, interleaved, rows from top to bottom without padding.</summary>
public sealed class RgbImage
{
    /// <summary>Creates a black picture of the given size.</summary>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the pixels do not fit an array.</exception>
    public RgbImage(int width, int height) : this(width, height, new byte[CheckedLength(width, height)]) { }

    /// <summary>Wraps pixels that are there already; the array is kept, not copied.</summary>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">width * height * 3 bytes: R, G, B of the first pixel, then the next to its right.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1.</exception>
    /// <exception cref="ArgumentException">The array has another length.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Length != CheckedLength(width, height))
        {
            throw new ArgumentException(
                $"{width} x {height} RGB pixels take {CheckedLength(width, height)} bytes, not {pixels.Length}.", nameof(pixels));
        }
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>width * height * 3 bytes, R, G, B interleaved, 0 to 255, sRGB as stored in the file.</summary>
    public byte[] Pixels { get; }

    /// <summary>The width * 3 bytes of one row.</summary>
    public Span<byte> Row(int y) => Pixels.AsSpan(y * Width * 3, Width * 3);

    private static int CheckedLength(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        long length = 3L * width * height;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength, nameof(width));
        return (int)length;
    }
}
