using System.Buffers;
using System.IO.Compression;
using MLResNet.Imaging;

namespace MLResNet.Formats.Png;

/// <summary>
/// Decodes PNG (W3C Recommendation, third edition): every colour type and bit depth, interlaced or not, transparency over white.
/// Colour is taken as stored: gAMA, cHRM, iCCP and sRGB are ignored. Of an animated PNG the still image is taken. What follows
/// the image data is not read, so a file that lost only its end mark still decodes.
/// </summary>
internal static class PngDecoder
{
    // Deflate's best case is 258 bytes for 2 bits.
    private const long MostDeflateRatio = 1032;
    private const int BandBytes = 1 << 16;

    /// <summary>The first eight bytes of every PNG file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Decodes a file that begins with <see cref="Signature"/>.</summary>
    /// <exception cref="ImageFormatException">The file is damaged, truncated or over a limit.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        if (!data.StartsWith(Signature))
            throw new ImageFormatException("The file is not a PNG: its signature is missing.");
        var chunks = new PngChunkReader(data);
        PngHeader header = ReadHeader(ref chunks);
        DecodeLimits.CheckSize("PNG", header.Width, header.Height, options);
        PngPixels pixels = ReadColors(ref chunks, header);

        byte[] compressed = ArrayPool<byte>.Shared.Rent(data.Length);
        try
        {
            int length = GatherImageData(chunks, compressed);
            DecodeLimits.CheckPlausible("PNG", RawLength(header), length * MostDeflateRatio);
            using var deflated = new MemoryStream(compressed, 0, length, writable: false);
            using var inflated = new ZLibStream(deflated, CompressionMode.Decompress);
            return ReadImage(header, pixels, inflated);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new ImageFormatException("The PNG file is damaged or truncated: its image data cannot be decompressed.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    private static PngHeader ReadHeader(ref PngChunkReader chunks)
    {
        chunks.Next();
        if (chunks.Type == PngChunkType.Apple)
            throw new ImageFormatException("PNG in Apple's CgBI variant is not supported; convert it to a standard PNG.");
        if (chunks.Type != PngChunkType.Header)
            throw new ImageFormatException("The PNG file is damaged: its header is missing.");
        chunks.Verify();
        return PngHeader.Parse(chunks.Content);
    }

    // Leaves the reader at the first chunk of image data.
    private static PngPixels ReadColors(ref PngChunkReader chunks, PngHeader header)
    {
        ReadOnlySpan<byte> palette = default;
        ReadOnlySpan<byte> transparency = default;
        while (true)
        {
            chunks.Next();
            switch (chunks.Type)
            {
                case PngChunkType.Data:
                    return new PngPixels(header, palette, transparency);
                case PngChunkType.Palette:
                    chunks.Verify();
                    palette = chunks.Content;
                    if (palette.Length is 0 or > 256 * 3 || palette.Length % 3 != 0)
                        throw new ImageFormatException("The PNG file is damaged: its palette has a wrong length.");
                    break;
                case PngChunkType.Transparency:
                    chunks.Verify();
                    transparency = chunks.Content;
                    break;
                case PngChunkType.End:
                    throw new ImageFormatException("The PNG file holds no image data.");
                case uint type when PngChunkType.IsCritical(type):
                    throw new ImageFormatException($"The PNG file is damaged: its chunk {PngChunkType.Name(type)} is unknown.");
            }
        }
    }

    // Joins the content of the image data chunks, which follow one another; returns its length.
    private static int GatherImageData(PngChunkReader chunks, Span<byte> compressed)
    {
        int length = 0;
        while (true)
        {
            chunks.Verify();
            chunks.Content.CopyTo(compressed[length..]);
            length += chunks.Content.Length;
            if (!chunks.NextIs(PngChunkType.Data))
                return length;
            chunks.Next();
        }
    }

    private static long RawLength(PngHeader header)
    {
        long length = 0;
        foreach (PngPass pass in PngPass.Of(header))
        {
            int width = pass.Width(header);
            if (width > 0)
                length += (1 + header.RowBytes(width)) * pass.Height(header);
        }
        return length;
    }

    private static RgbImage ReadImage(PngHeader header, PngPixels pixels, ZLibStream inflated)
    {
        if (header.RowBytes(header.Width) > int.MaxValue / 4)
            throw new ImageFormatException($"The PNG file's rows of {header.Width} pixels are too long; make the image smaller.");
        var image = new RgbImage(header.Width, header.Height);
        foreach (PngPass pass in PngPass.Of(header))
        {
            if (pass.Width(header) > 0 && pass.Height(header) > 0)
                ReadPass(header, pass, pixels, inflated, image);
        }
        return image;
    }

    // Inflates and unfilters a band of rows at a time. The buffer holds the band and, in front of it, the last row of the band
    // before.
    private static void ReadPass(PngHeader header, PngPass pass, PngPixels pixels, ZLibStream inflated, RgbImage image)
    {
        int width = pass.Width(header);
        int height = pass.Height(header);
        int stride = 1 + (int)header.RowBytes(width);
        int bandRows = Math.Clamp(BandBytes / stride, 1, height);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((bandRows + 1) * stride);
        byte[] colors = ArrayPool<byte>.Shared.Rent(3 * width);
        try
        {
            Span<byte> above = buffer.AsSpan(0, stride);
            above.Clear();
            for (int top = 0; top < height; top += bandRows)
            {
                int rows = Math.Min(bandRows, height - top);
                Span<byte> band = buffer.AsSpan(stride, rows * stride);
                inflated.ReadExactly(band);
                for (int y = 0; y < rows; y++)
                {
                    Span<byte> row = band.Slice(y * stride, stride);
                    PngUnfilter.Undo((PngFilter)row[0], row[1..], above[1..], header.FilterStep);
                    Span<byte> target = image.Row(pass.Y + (top + y) * pass.StepY);
                    if (pass.StepX == 1)
                    {
                        pixels.ToRgb(row[1..], target);
                    }
                    else
                    {
                        pixels.ToRgb(row[1..], colors.AsSpan(0, 3 * width));
                        Scatter(colors.AsSpan(0, 3 * width), pass, target);
                    }
                    above = row;
                }
                above.CopyTo(buffer);
                above = buffer.AsSpan(0, stride);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            ArrayPool<byte>.Shared.Return(colors);
        }
    }

    private static void Scatter(ReadOnlySpan<byte> colors, PngPass pass, Span<byte> target)
    {
        for (int from = 0, to = 3 * pass.X; from < colors.Length; from += 3, to += 3 * pass.StepX)
            colors.Slice(from, 3).CopyTo(target[to..]);
    }
}
