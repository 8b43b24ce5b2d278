using System.Buffers;
using MLResNet.Imaging;

namespace MLResNet.Formats.Gif;

/// <summary>
/// Decodes the first frame of a GIF, 87a or 89a, in its place on the logical screen. White shows where the frame is transparent
/// and where it does not reach; the background colour is ignored, as browsers do. A frame that reaches beyond the screen enlarges
/// it.
/// </summary>
internal static class GifDecoder
{
    private const byte Extension = 0x21;
    private const byte GraphicControl = 0xF9;
    private const byte Image = 0x2C;
    private const byte Trailer = 0x3B;
    private const int None = -1;

    // A screen may be larger than its first frame, so only a large one has to be in proportion to the file.
    private const long SmallScreen = 1 << 20;

    /// <summary>Decodes a file that begins with "GIF87a" or "GIF89a".</summary>
    /// <exception cref="ImageFormatException">The file is damaged, truncated or over a limit.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        if (!data.StartsWith("GIF87a"u8) && !data.StartsWith("GIF89a"u8))
            throw new ImageFormatException("The file is not a GIF: its signature is missing.");
        var reader = new GifReader(data[6..]);
        (int width, int height) = (reader.Number(), reader.Number());
        byte flags = reader.Byte();
        reader.Take(2); // Background colour and pixel aspect ratio.
        ReadOnlySpan<byte> palette = reader.Palette(flags);
        int transparent = FindFrame(ref reader);

        int x = reader.Number(), y = reader.Number(), frameWidth = reader.Number(), frameHeight = reader.Number();
        flags = reader.Byte();
        var frame = new GifFrame(x, y, frameWidth, frameHeight, Interlaced: (flags & 0x40) != 0);
        ReadOnlySpan<byte> own = reader.Palette(flags);
        palette = own.IsEmpty ? palette : own;
        if (palette.IsEmpty)
            throw new ImageFormatException("The GIF file is damaged: its first image has no palette.");

        width = Math.Max(width, x + frameWidth);
        height = Math.Max(height, y + frameHeight);
        DecodeLimits.CheckSize("GIF", width, height, options);
        DecodeLimits.CheckSize("GIF", frameWidth, frameHeight, options);
        DecodeLimits.CheckPlausible("GIF", (long)width * height, Math.Max(SmallScreen, data.Length * GifLzw.MostIndicesPerByte));

        Span<byte> colors = stackalloc byte[ColorTable.Length];
        colors.Clear();
        palette.CopyTo(colors);
        if (transparent != None)
            colors.Slice(3 * transparent, 3).Fill(255);
        return Paint(reader, frame, colors, width, height, data.Length);
    }

    // Moves behind the mark of the first image; returns the index of its transparent colour.
    private static int FindFrame(ref GifReader reader)
    {
        int transparent = None;
        while (true)
        {
            switch (reader.Byte())
            {
                case Image:
                    return transparent;
                case Trailer:
                    throw new ImageFormatException("The GIF file holds no image.");
                case Extension:
                    byte kind = reader.Byte();
                    ReadOnlySpan<byte> content = reader.SkipBlocks();
                    if (kind == GraphicControl && content.Length >= 4)
                        transparent = (content[0] & 1) != 0 ? content[3] : None;
                    break;
                default:
                    throw new ImageFormatException("The GIF file is damaged: between its parts stands a byte without a meaning.");
            }
        }
    }

    private static RgbImage Paint(
        GifReader reader, GifFrame frame, ReadOnlySpan<byte> colors, int width, int height, int fileLength)
    {
        int indexBits = reader.Byte();
        if (indexBits is < 1 or > 8)
            throw new ImageFormatException($"The GIF file is damaged: its image data begin with codes of {indexBits} bits.");
        byte[] joined = ArrayPool<byte>.Shared.Rent(fileLength);
        byte[] indices = ArrayPool<byte>.Shared.Rent(frame.Width * frame.Height);
        try
        {
            Span<byte> row = indices.AsSpan(0, frame.Width * frame.Height);
            GifLzw.Decode(reader.JoinBlocks(joined), indexBits, row);
            var image = new RgbImage(width, height);
            if (frame.Width < width || frame.Height < height)
                image.Pixels.AsSpan().Fill(255);
            foreach (int y in frame.Rows())
            {
                ColorTable.LookUp(colors, row[..frame.Width], 8, image.Row(frame.Y + y).Slice(3 * frame.X, 3 * frame.Width));
                row = row[frame.Width..];
            }
            return image;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
            ArrayPool<byte>.Shared.Return(indices);
        }
    }
}
