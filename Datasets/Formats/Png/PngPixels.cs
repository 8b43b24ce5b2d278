using System.Buffers.Binary;

namespace MLResNet.Formats.Png;

/// <summary>
/// Turns rows of samples into 8-bit RGB over white. Samples of 16 bits are rounded to the nearest of 255 * value / 65535; a
/// colour declared transparent becomes white.
/// </summary>
internal sealed class PngPixels
{
    private readonly PngHeader _header;

    // R, G, B of every sample value of a grey image up to 8 bits, or of every palette index: transparency is in it already.
    private readonly byte[]? _colors;

    // The one transparent colour of an RGB or 16-bit grey image.
    private readonly (ushort Red, ushort Green, ushort Blue)? _transparent;

    /// <summary>Prepares the tables.</summary>
    /// <param name="header">The image's header.</param>
    /// <param name="palette">The content of PLTE, or empty.</param>
    /// <param name="transparency">The content of tRNS, or empty.</param>
    /// <exception cref="ImageFormatException">An indexed image has no palette.</exception>
    public PngPixels(PngHeader header, ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency)
    {
        _header = header;
        if (header.ColorType == PngColorType.Indexed)
            _colors = IndexedColors(palette, transparency);
        else if (header.ColorType == PngColorType.Grey && header.BitDepth <= 8)
            _colors = GreyColors(header.BitDepth, transparency);
        else if (header.ColorType == PngColorType.Grey && transparency.Length == 2)
            _transparent = (Sample(transparency, 0), 0, 0);
        else if (header.ColorType == PngColorType.Rgb && transparency.Length == 6)
            _transparent = (Sample(transparency, 0), Sample(transparency, 1), Sample(transparency, 2));
    }

    /// <summary>Converts one row.</summary>
    /// <param name="row">The unfiltered bytes.</param>
    /// <param name="rgb">Three bytes for each pixel of the row.</param>
    public void ToRgb(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        bool wide = _header.BitDepth == 16;
        switch (_header.ColorType)
        {
            case PngColorType.Grey when wide:
                Grey16ToRgb(row, rgb);
                break;
            case PngColorType.Grey or PngColorType.Indexed:
                ColorTable.LookUp(_colors, row, _header.BitDepth, rgb);
                break;
            case PngColorType.Rgb when wide:
                Rgb16ToRgb(row, rgb);
                break;
            case PngColorType.Rgb:
                row.CopyTo(rgb);
                if (_transparent is var (red, green, blue))
                    Whiten(rgb, (byte)red, (byte)green, (byte)blue);
                break;
            case PngColorType.GreyAlpha when wide:
                GreyAlpha16ToRgb(row, rgb);
                break;
            case PngColorType.GreyAlpha:
                GreyAlphaToRgb(row, rgb);
                break;
            case PngColorType.Rgba when wide:
                Rgba16ToRgb(row, rgb);
                break;
            default:
                RgbaToRgb(row, rgb);
                break;
        }
    }

    private static byte[] IndexedColors(ReadOnlySpan<byte> palette, ReadOnlySpan<byte> transparency)
    {
        if (palette.IsEmpty)
            throw new ImageFormatException("The PNG file is damaged: an indexed image without a palette.");
        var colors = new byte[ColorTable.Length];
        palette.CopyTo(colors);
        for (int i = 0; i < Math.Min(palette.Length / 3, transparency.Length); i++)
        {
            for (int channel = 0; channel < 3; channel++)
                colors[3 * i + channel] = OverWhite.Blend(colors[3 * i + channel], transparency[i]);
        }
        return colors;
    }

    private static byte[] GreyColors(int depth, ReadOnlySpan<byte> transparency)
    {
        int most = (1 << depth) - 1;
        var colors = new byte[ColorTable.Length];
        for (int value = 0; value <= most; value++)
            colors.AsSpan(3 * value, 3).Fill((byte)(value * 255 / most));
        if (transparency.Length == 2)
            colors.AsSpan(3 * (Sample(transparency, 0) & most), 3).Fill(255);
        return colors;
    }

    private void Grey16ToRgb(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        for (int i = 0, pixel = 0; pixel < rgb.Length; i++, pixel += 3)
        {
            ushort grey = Sample(row, i);
            rgb.Slice(pixel, 3).Fill(_transparent?.Red == grey ? (byte)255 : OverWhite.Narrow(grey));
        }
    }

    private void Rgb16ToRgb(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        for (int i = 0; i < rgb.Length; i += 3)
        {
            (ushort Red, ushort Green, ushort Blue) color = (Sample(row, i), Sample(row, i + 1), Sample(row, i + 2));
            bool clear = _transparent == color;
            rgb[i] = clear ? (byte)255 : OverWhite.Narrow(color.Red);
            rgb[i + 1] = clear ? (byte)255 : OverWhite.Narrow(color.Green);
            rgb[i + 2] = clear ? (byte)255 : OverWhite.Narrow(color.Blue);
        }
    }

    private static void Whiten(Span<byte> rgb, byte red, byte green, byte blue)
    {
        for (int i = 0; i < rgb.Length; i += 3)
        {
            if (rgb[i] == red && rgb[i + 1] == green && rgb[i + 2] == blue)
                rgb.Slice(i, 3).Fill(255);
        }
    }

    private static void GreyAlphaToRgb(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        for (int i = 0, pixel = 0; pixel < rgb.Length; i += 2, pixel += 3)
            rgb.Slice(pixel, 3).Fill(OverWhite.Blend(row[i], row[i + 1]));
    }

    private static void GreyAlpha16ToRgb(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        for (int i = 0, pixel = 0; pixel < rgb.Length; i += 2, pixel += 3)
            rgb.Slice(pixel, 3).Fill(OverWhite.Blend(Sample(row, i), Sample(row, i + 1)));
    }

    private static void RgbaToRgb(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        for (int pixel = 0; pixel + 3 <= rgb.Length && row.Length >= 4; pixel += 3, row = row[4..])
        {
            byte alpha = row[3];
            rgb[pixel] = OverWhite.Blend(row[0], alpha);
            rgb[pixel + 1] = OverWhite.Blend(row[1], alpha);
            rgb[pixel + 2] = OverWhite.Blend(row[2], alpha);
        }
    }

    private static void Rgba16ToRgb(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        for (int i = 0, pixel = 0; pixel < rgb.Length; i += 4, pixel += 3)
        {
            ushort alpha = Sample(row, i + 3);
            for (int channel = 0; channel < 3; channel++)
                rgb[pixel + channel] = OverWhite.Blend(Sample(row, i + channel), alpha);
        }
    }

    private static ushort Sample(ReadOnlySpan<byte> row, int index) => BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
}
