using System.Buffers.Binary;
using MLResNet.Imaging;

namespace MLResNet.Formats.Bmp;

/// <summary>
/// Decodes Windows and OS/2 bitmaps: 1 to 32 bits, with masks or run lengths, bottom-up or top-down. Only a mask for it makes a
/// bitmap transparent: the fourth byte of a plain 32-bit pixel means nothing.
/// </summary>
internal static class BmpDecoder
{
    // Two bytes of run length yield 255 pixels at most. Jumps may yield more, but only small images consist of them.
    private const long MostPixelsPerByte = 128;
    private const long SmallImage = 1 << 20;

    /// <summary>Decodes a file that begins with "BM".</summary>
    /// <exception cref="ImageFormatException">The file is damaged, truncated, over a limit or not supported.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> data, DecodeOptions options)
    {
        if (!data.StartsWith("BM"u8))
            throw new ImageFormatException("The file is not a BMP: its signature is missing.");
        BmpHeader header = BmpHeader.Parse(data);
        DecodeLimits.CheckSize("BMP", header.Width, header.Height, options);
        Span<byte> colors = stackalloc byte[ColorTable.Length];
        ReadPalette(header, data, colors);
        ReadOnlySpan<byte> pixels = data[header.PixelStart..];
        return header.Compression is BmpCompression.None or BmpCompression.BitFields
            ? DecodeRows(header, colors, pixels)
            : DecodeRuns(header, colors, pixels);
    }

    private static void ReadPalette(BmpHeader header, ReadOnlySpan<byte> data, Span<byte> colors)
    {
        colors.Clear();
        ReadOnlySpan<byte> palette = data.Slice(header.PaletteStart, header.PaletteColors * header.PaletteStep);
        for (int i = 0; i < header.PaletteColors; i++)
        {
            ReadOnlySpan<byte> entry = palette.Slice(i * header.PaletteStep, 3);
            (colors[3 * i], colors[3 * i + 1], colors[3 * i + 2]) = (entry[2], entry[1], entry[0]);
        }
    }

    private static RgbImage DecodeRuns(BmpHeader header, ReadOnlySpan<byte> colors, ReadOnlySpan<byte> codes)
    {
        DecodeLimits.CheckPlausible("BMP", header.Width * header.Height, Math.Max(SmallImage, codes.Length * MostPixelsPerByte));
        var image = new RgbImage((int)header.Width, (int)header.Height);
        if (header.BitsPerPixel <= 8)
        {
            for (int i = 0; i < image.Pixels.Length; i += 3)
                colors[..3].CopyTo(image.Pixels.AsSpan(i));
        }
        new BmpRunLengthDecoder(header, colors, codes, image).Decode();
        return image;
    }

    private static RgbImage DecodeRows(BmpHeader header, ReadOnlySpan<byte> colors, ReadOnlySpan<byte> pixels)
    {
        // The filler behind the last row may be missing.
        long lastRow = (header.Width * header.BitsPerPixel + 7) / 8;
        if (header.Stride * (header.Height - 1) + lastRow > pixels.Length)
            throw BmpHeader.Truncated();

        int rowBytes = (int)lastRow;
        var image = new RgbImage((int)header.Width, (int)header.Height);
        var (red, green, blue, alpha) = (new BmpBitField(header.Masks.Red), new BmpBitField(header.Masks.Green),
            new BmpBitField(header.Masks.Blue), new BmpBitField(header.Masks.Alpha));
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = pixels.Slice((int)(y * header.Stride), rowBytes);
            Span<byte> rgb = image.Row(header.TopDown ? y : image.Height - 1 - y);
            switch (header.BitsPerPixel)
            {
                case <= 8:
                    ColorTable.LookUp(colors, row, header.BitsPerPixel, rgb);
                    break;
                case 24:
                    SwapRedAndBlue(row, rgb);
                    break;
                default:
                    TakeApart(row, header.BitsPerPixel / 8, red, green, blue, alpha, rgb);
                    break;
            }
        }
        return image;
    }

    private static void SwapRedAndBlue(ReadOnlySpan<byte> bgr, Span<byte> rgb)
    {
        for (int i = 0; i + 3 <= rgb.Length && i + 3 <= bgr.Length; i += 3)
            (rgb[i], rgb[i + 1], rgb[i + 2]) = (bgr[i + 2], bgr[i + 1], bgr[i]);
    }

    private static void TakeApart(
        ReadOnlySpan<byte> row, int step, BmpBitField red, BmpBitField green, BmpBitField blue, BmpBitField alpha, Span<byte> rgb)
    {
        for (; rgb.Length >= 3; rgb = rgb[3..], row = row[step..])
        {
            uint pixel = step == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(row) : BinaryPrimitives.ReadUInt32LittleEndian(row);
            (rgb[0], rgb[1], rgb[2]) = (red.Level(pixel), green.Level(pixel), blue.Level(pixel));
            if (alpha.IsPresent)
            {
                byte opacity = alpha.Level(pixel);
                for (int channel = 0; channel < 3; channel++)
                    rgb[channel] = OverWhite.Blend(rgb[channel], opacity);
            }
        }
    }
}
