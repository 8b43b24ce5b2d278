namespace MLResNet.Formats.Hdf5;

/// <summary>What a dataset's elements are.</summary>
/// <param name="Float">The kind of floating-point numbers, or null if they are something else.</param>
/// <param name="BigEndian">Whether the most significant byte comes first.</param>
/// <param name="Size">Bytes of an element.</param>
internal readonly record struct Datatype(FloatType? Float, bool BigEndian, int Size)
{
    private const int FloatClass = 1;

    /// <summary>Reads the message.</summary>
    /// <exception cref="ModelFormatException">It is damaged.</exception>
    public static Datatype Read(ByteCursor cursor)
    {
        int kind = cursor.ReadByte() & 0x0F;
        byte order = cursor.ReadByte();
        byte sign = cursor.ReadByte();
        cursor.Skip(1);
        uint size = cursor.ReadUInt32();
        if (size is 0 or > int.MaxValue)
            throw cursor.Damaged($"an element has {size} bytes");
        if (kind != FloatClass)
            return new(null, false, (int)size);

        var layout = (
            Offset: cursor.ReadUInt16(), Bits: cursor.ReadUInt16(), ExponentAt: cursor.ReadByte(), ExponentBits: cursor.ReadByte(),
            MantissaAt: cursor.ReadByte(), MantissaBits: cursor.ReadByte(), Bias: cursor.ReadUInt32());
        FloatType? type = (size, layout) switch
        {
            (2, (0, 16, 10, 5, 0, 10, 15)) => FloatType.F16,
            (2, (0, 16, 7, 8, 0, 7, 127)) => FloatType.BF16,
            (4, (0, 32, 23, 8, 0, 23, 127)) => FloatType.F32,
            (8, (0, 64, 52, 11, 0, 52, 1023)) => FloatType.F64,
            _ => null,
        };
        bool implied = (order & 0x30) == 0x20; // the mantissa's first bit is not stored
        bool known = type is not null && implied && sign == layout.Bits - 1 && (order & 0x40) == 0;
        return new(known ? type : null, (order & 1) != 0, (int)size);
    }
}
