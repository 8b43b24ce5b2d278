namespace MLResNet.Formats;

/// <summary>The checks a header has to pass before any memory is taken for its pixels.</summary>
internal static class DecodeLimits
{
    private const long MostPixelsOfAnArray = int.MaxValue / 3 - 32;

    /// <summary>
    /// Refuses a size without pixels, over <see cref="DecodeOptions.MaxPixels"/>, or beyond what an array can hold.
    /// </summary>
    public static void CheckSize(string format, long width, long height, DecodeOptions options)
    {
        if (width < 1 || height < 1)
            throw new ImageFormatException($"The {format} header claims {width} x {height} pixels, which is no image.");
        Int128 pixels = (Int128)width * height;
        long most = Math.Min(options.MaxPixels, MostPixelsOfAnArray);
        if (pixels > most)
        {
            throw new ImageFormatException(
                $"The {format} header claims {width} x {height} pixels, more than the limit of {most}; make the image smaller.");
        }
    }

    /// <summary>Refuses a size that the encoded bytes cannot fill, however well they are compressed.</summary>
    /// <param name="format">The format's name, for the message.</param>
    /// <param name="needed">What the header asks for, in any unit.</param>
    /// <param name="possible">The most that the bytes of the file can yield, in the same unit.</param>
    public static void CheckPlausible(string format, long needed, long possible)
    {
        if (needed > possible)
            throw new ImageFormatException($"The {format} file is truncated: its header claims more than its data can hold.");
    }
}
