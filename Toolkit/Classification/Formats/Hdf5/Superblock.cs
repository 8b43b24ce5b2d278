namespace MLResNet.Formats.Hdf5;

/// <summary>The start of the file, which says where the root group is. Versions 0 to 3.</summary>
internal static class Superblock
{
    private const int FieldSize = 8; // bytes of an address and of a length

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>The address of the root group's object header.</summary>
    /// <exception cref="ModelFormatException">The file is truncated, or of a form that is not read here.</exception>
    public static long ReadRoot(Hdf5Content content)
    {
        ByteCursor cursor = content.At(0, Signature);
        byte version = cursor.ReadByte();
        if (version > 3)
            throw content.Unsupported(8, $"a superblock of version {version}");
        bool old = version < 2;
        if (old)
            cursor.Skip(4); // versions of other parts
        byte addressSize = cursor.ReadByte();
        byte lengthSize = cursor.ReadByte();
        if (addressSize != FieldSize || lengthSize != FieldSize)
            throw content.Unsupported(cursor.Position, $"addresses of {addressSize} and lengths of {lengthSize} bytes");
        cursor.Skip(old ? 9 + (version == 1 ? 4 : 0) : 1); // tree sizes, flags

        long baseAddress = Hdf5Content.ReadAddress(ref cursor);
        if (baseAddress != 0)
            throw content.Unsupported(cursor.Position, $"the base address {baseAddress}");
        cursor.Skip(FieldSize); // free space, or the superblock's extension
        long end = Hdf5Content.ReadAddress(ref cursor);
        if (end > content.Bytes.Length)
        {
            throw new ModelFormatException(
                $"{content.Source} is truncated: it says that it has {end} bytes, and has {content.Bytes.Length}; copy it again.");
        }
        if (old)
            cursor.Skip(2 * FieldSize); // driver information, the root's name
        return Hdf5Content.ReadAddress(ref cursor);
    }
}
