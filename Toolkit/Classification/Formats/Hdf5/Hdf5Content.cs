namespace MLResNet.Formats.Hdf5;

/// <summary>The bytes of an HDF5 file, in which everything points at everything else by its address.</summary>
internal sealed class Hdf5Content(ReadOnlyMemory<byte> bytes, string source)
{
    /// <summary>The address of what is not there.</summary>
    public const long Undefined = -1;

    /// <summary>The whole file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>What errors call it.</summary>
    public string Source { get; } = source;

    /// <summary>Reads from an address on.</summary>
    /// <exception cref="ModelFormatException">The address lies outside of the file.</exception>
    public ByteCursor At(long address)
    {
        var cursor = new ByteCursor(Bytes.Span, Source);
        cursor.Seek(address);
        return cursor;
    }

    /// <summary>Reads from a structure's first byte behind its signature on.</summary>
    /// <exception cref="ModelFormatException">Another structure stands there, or none.</exception>
    public ByteCursor At(long address, ReadOnlySpan<byte> signature)
    {
        ByteCursor cursor = At(address);
        if (cursor.Left < signature.Length || !cursor.Read(signature.Length).SequenceEqual(signature))
            throw Damaged(address, $"no {System.Text.Encoding.ASCII.GetString(signature)} stands here, though something refers to one");
        return cursor;
    }

    public ModelFormatException Damaged(long offset, string reason) => ModelFormatException.Damaged(Source, offset, reason);

    /// <summary>The error for what is allowed but not read here.</summary>
    public ModelFormatException Unsupported(long offset, string what) =>
        new($"{Source} uses {what} at byte {offset}, which MLResNet does not read; save it with Keras' save_weights or with h5py's defaults.");

    /// <summary>An address, or <see cref="Undefined"/>.</summary>
    public static long ReadAddress(ref ByteCursor cursor)
    {
        ulong address = cursor.ReadUInt64();
        return address == ulong.MaxValue ? Undefined
            : address <= long.MaxValue ? (long)address
            : throw cursor.Damaged($"the address {address} cannot be");
    }

    /// <summary>A number of 1 to 8 bytes.</summary>
    public static long ReadNumber(ref ByteCursor cursor, int size)
    {
        ReadOnlySpan<byte> bytes = cursor.Read(size);
        ulong value = 0;
        for (int i = size - 1; i >= 0; i--)
            value = value << 8 | bytes[i];
        return value <= long.MaxValue ? (long)value : throw cursor.Damaged($"the number {value} cannot be");
    }
}
