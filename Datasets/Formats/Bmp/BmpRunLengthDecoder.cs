using MLResNet.Imaging;

namespace MLResNet.Formats.Bmp;

/// <summary>
/// Decodes the run lengths of a bitmap: pairs of a count and a pixel, and escapes (a count of 0) for the end of a row, the end of
/// the image, a jump, and a stretch of literal pixels. Pixels that a jump leaves out keep the palette's first colour. What would
/// go past the right edge is dropped.
/// </summary>
internal ref struct BmpRunLengthDecoder
{
    private const byte EndOfRow = 0;
    private const byte EndOfImage = 1;
    private const byte Jump = 2;

    private readonly BmpHeader _header;
    private readonly ReadOnlySpan<byte> _colors;
    private readonly RgbImage _image;
    private ReadOnlySpan<byte> _codes;
    private int _x;
    private int _y;

    /// <summary>Prepares to decode into a picture that shows the palette's first colour everywhere.</summary>
    /// <param name="header">The bitmap's header.</param>
    /// <param name="colors">Its palette, a <see cref="ColorTable"/>.</param>
    /// <param name="codes">The compressed pixels.</param>
    /// <param name="image">The picture to fill.</param>
    public BmpRunLengthDecoder(BmpHeader header, ReadOnlySpan<byte> colors, ReadOnlySpan<byte> codes, RgbImage image)
    {
        _header = header;
        _colors = colors;
        _codes = codes;
        _image = image;
    }

    /// <summary>Decodes to the end of the image.</summary>
    /// <exception cref="ImageFormatException">The data end first.</exception>
    public void Decode()
    {
        while (_y < _image.Height)
        {
            // An end mark may be missing behind the last pixel.
            if (_codes.IsEmpty && _y == _image.Height - 1 && _x == _image.Width)
                return;
            byte count = Take(1)[0];
            if (count > 0)
            {
                Run(count);
                continue;
            }
            byte escape = Take(1)[0];
            switch (escape)
            {
                case EndOfRow:
                    _x = 0;
                    _y++;
                    break;
                case EndOfImage:
                    return;
                case Jump:
                    ReadOnlySpan<byte> distance = Take(2);
                    _x = Math.Min(_x + distance[0], _image.Width);
                    _y += distance[1];
                    break;
                default:
                    Literal(escape);
                    break;
            }
        }
    }

    private void Run(int count)
    {
        ReadOnlySpan<byte> pixel = Take(_header.BitsPerPixel == 24 ? 3 : 1);
        Span<byte> target = Stretch(count);
        for (int i = 0; i < target.Length / 3; i++)
        {
            // A run of 4-bit pixels alternates between the two of its byte.
            Write(pixel, _header.BitsPerPixel == 4 ? i & 1 : 0, target[(3 * i)..]);
        }
    }

    private void Literal(int count)
    {
        int bytes = (count * _header.BitsPerPixel + 7) / 8;
        ReadOnlySpan<byte> pixels = Take(bytes);
        // Literals fill whole pairs of bytes; behind the last pixel the filler may be missing.
        _codes = _codes[Math.Min(bytes & 1, _codes.Length)..];
        Span<byte> target = Stretch(count);
        for (int i = 0; i < target.Length / 3; i++)
            Write(pixels, i, target[(3 * i)..]);
    }

    private readonly void Write(ReadOnlySpan<byte> pixels, int index, Span<byte> rgb)
    {
        switch (_header.BitsPerPixel)
        {
            case 4:
                int colorIndex = (index & 1) == 0 ? pixels[index / 2] >> 4 : pixels[index / 2] & 15;
                _colors.Slice(3 * colorIndex, 3).CopyTo(rgb);
                break;
            case 8:
                _colors.Slice(3 * pixels[index], 3).CopyTo(rgb);
                break;
            default:
                (rgb[0], rgb[1], rgb[2]) = (pixels[3 * index + 2], pixels[3 * index + 1], pixels[3 * index]);
                break;
        }
    }

    // The pixels of the next stretch, and the position moved behind it; shorter at the right edge.
    private Span<byte> Stretch(int count)
    {
        count = Math.Min(count, _image.Width - _x);
        Span<byte> row = _image.Row(_header.TopDown ? _y : _image.Height - 1 - _y);
        Span<byte> stretch = row.Slice(3 * _x, 3 * count);
        _x += count;
        return stretch;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_codes.Length < count)
            throw BmpHeader.Truncated();
        ReadOnlySpan<byte> taken = _codes[..count];
        _codes = _codes[count..];
        return taken;
    }
}
