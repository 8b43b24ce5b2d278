using System.Buffers.Binary;

namespace MLResNet.Formats;

/// <summary>Reads little-endian fields of a file one after the other and never past the end.</summary>
internal ref struct ByteCursor
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _source;
    private readonly long _start;

    /// <summary>Starts at a file's first byte.</summary>
    /// <param name="bytes">The file, or a part of it.</param>
    /// <param name="source">What errors call the file.</param>
    /// <param name="start">Where the part begins in the file.</param>
    public ByteCursor(ReadOnlySpan<byte> bytes, string source, long start = 0)
    {
        _bytes = bytes;
        _source = source;
        _start = start;
    }

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Where the next byte lies in the file.</summary>
    public readonly long Offset => _start + Position;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Left => _bytes.Length - Position;

    /// <summary>Continues at another position.</summary>
    /// <exception cref="ModelFormatException">It lies outside.</exception>
    public void Seek(long position)
    {
        if (position < 0 || position > _bytes.Length)
            throw Damaged($"it refers to byte {_start + position}, and the end is at {_start + _bytes.Length}");
        Position = (int)position;
    }

    public ReadOnlySpan<byte> Read(long count)
    {
        if (count < 0 || count > Left)
            throw Damaged($"{(ulong)count} bytes are announced and {Left} are left");
        ReadOnlySpan<byte> read = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return read;
    }

    public void Skip(long count) => Read(count);

    public byte ReadByte() => Read(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Read(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Read(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Read(8));

    /// <summary>A count or an address of 64 bits.</summary>
    /// <exception cref="ModelFormatException">It takes the 64th bit, which nothing real does.</exception>
    public long ReadInt64()
    {
        long value = BinaryPrimitives.ReadInt64LittleEndian(Read(8));
        return value >= 0 ? value : throw Damaged($"the count {(ulong)value} cannot be");
    }

    /// <summary>The error for what stands here.</summary>
    public readonly ModelFormatException Damaged(string reason) => ModelFormatException.Damaged(_source, Offset, reason);
}
