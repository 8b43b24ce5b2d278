using System.Numerics;

namespace MLResNet.Formats.Bmp;

/// <summary>
/// A channel of a pixel that is taken apart by masks. Up to 8 bits are widened by repeating them (5 bits abcde become abcdeabc),
/// which maps the least to 0 and the most to 255; more than 8 are rounded to the nearest of 255 * value / most.
/// </summary>
internal readonly struct BmpBitField
{
    private readonly uint _mask;
    private readonly int _shift;
    private readonly int _bits;

    /// <summary>Takes a mask of adjacent bits; a mask of none makes a channel that is always 0.</summary>
    /// <exception cref="ImageFormatException">The bits of the mask are not adjacent.</exception>
    public BmpBitField(uint mask)
    {
        _mask = mask;
        _shift = mask == 0 ? 0 : BitOperations.TrailingZeroCount(mask);
        _bits = BitOperations.PopCount(mask);
        if ((mask >> _shift) != (uint)((1UL << _bits) - 1))
            throw new ImageFormatException($"The BMP file is damaged: the bits of its channel mask {mask:X8} are not adjacent.");
    }

    /// <summary>Whether the mask has any bit.</summary>
    public bool IsPresent => _bits > 0;

    /// <summary>The channel's 8-bit level in a pixel.</summary>
    public byte Level(uint pixel)
    {
        uint value = (pixel & _mask) >> _shift;
        switch (_bits)
        {
            case 0:
                return 0;
            case 8:
                return (byte)value;
            case > 8:
                ulong most = (1UL << _bits) - 1;
                return (byte)((value * 255UL + most / 2) / most);
            default:
                uint level = value << (8 - _bits);
                for (int bits = _bits; bits < 8; bits *= 2)
                    level |= level >> bits;
                return (byte)level;
        }
    }
}
