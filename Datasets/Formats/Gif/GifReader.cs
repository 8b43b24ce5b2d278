using System.Buffers.Binary;

namespace MLResNet.Formats.Gif;

/// <summary>Takes the parts of a GIF file from its bytes, one after the other.</summary>
internal ref struct GifReader(ReadOnlySpan<byte> file)
{
    private ReadOnlySpan<byte> _rest = file;

    /// <summary>The next bytes.</summary>
    /// <exception cref="ImageFormatException">The file ends first.</exception>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (_rest.Length < count)
            throw new ImageFormatException("The GIF file is truncated: it ends before its image does.");
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    /// <summary>The next byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>The next little-endian number of two bytes.</summary>
    public int Number() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    /// <summary>The palette that the flags of a screen or a frame announce; empty when they announce none.</summary>
    public ReadOnlySpan<byte> Palette(int flags) => (flags & 0x80) == 0 ? default : Take(3 << ((flags & 7) + 1));

    /// <summary>Moves behind a sequence of sub-blocks.</summary>
    /// <returns>The first of them.</returns>
    public ReadOnlySpan<byte> SkipBlocks()
    {
        ReadOnlySpan<byte> first = Take(Byte());
        for (int length = first.Length; length > 0;)
        {
            length = Byte();
            Take(length);
        }
        return first;
    }

    /// <summary>Joins a sequence of sub-blocks, as far as the file has it.</summary>
    /// <param name="target">Room for the rest of the file.</param>
    /// <returns>The bytes joined.</returns>
    public ReadOnlySpan<byte> JoinBlocks(Span<byte> target)
    {
        int joined = 0;
        while (!_rest.IsEmpty && _rest[0] > 0)
        {
            int length = Math.Min(_rest[0], _rest.Length - 1);
            _rest.Slice(1, length).CopyTo(target[joined..]);
            joined += length;
            _rest = _rest[(1 + length)..];
        }
        return target[..joined];
    }
}
