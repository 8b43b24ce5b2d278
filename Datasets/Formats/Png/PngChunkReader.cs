using System.Buffers.Binary;

namespace MLResNet.Formats.Png;

/// <summary>Walks the chunks of a PNG file: length, four letters, content, checksum.</summary>
internal ref struct PngChunkReader
{
    private readonly ReadOnlySpan<byte> _file;
    private ReadOnlySpan<byte> _checked;
    private uint _checksum;
    private int _position;

    /// <summary>Starts at the first chunk, behind the signature.</summary>
    public PngChunkReader(ReadOnlySpan<byte> file)
    {
        _file = file;
        _position = PngDecoder.Signature.Length;
    }

    /// <summary>The four letters of the current chunk.</summary>
    public uint Type { get; private set; }

    /// <summary>The content of the current chunk.</summary>
    public readonly ReadOnlySpan<byte> Content => _checked[4..];

    /// <summary>Whether the file goes on with a chunk of that type; how far, <see cref="Next"/> tells.</summary>
    public readonly bool NextIs(uint type) =>
        _file.Length - _position >= 8 && BinaryPrimitives.ReadUInt32BigEndian(_file[(_position + 4)..]) == type;

    /// <summary>Moves to the next chunk.</summary>
    /// <exception cref="ImageFormatException">The file ends first.</exception>
    public void Next()
    {
        const int LengthTypeAndChecksum = 12;
        ReadOnlySpan<byte> rest = _file[_position..];
        if (rest.Length < LengthTypeAndChecksum)
            throw new ImageFormatException("The PNG file is truncated: it ends before its image does.");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        Type = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
        if (length > (uint)(rest.Length - LengthTypeAndChecksum))
            throw new ImageFormatException($"The PNG file is truncated: it ends inside a chunk {PngChunkType.Name(Type)}.");
        _checked = rest.Slice(4, 4 + (int)length);
        _checksum = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
        _position += LengthTypeAndChecksum + (int)length;
    }

    /// <summary>Compares the current chunk with its checksum.</summary>
    /// <exception cref="ImageFormatException">They differ.</exception>
    public readonly void Verify()
    {
        if (Crc32.Compute(_checked) != _checksum)
            throw new ImageFormatException($"The PNG file is damaged: the checksum of {PngChunkType.Name(Type)} does not match.");
    }
}
