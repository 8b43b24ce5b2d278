using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MLResNet.Formats;

/// <summary>Turns the bytes of floating-point numbers into singles.</summary>
internal static class FloatReader
{
    /// <summary>Bytes of one number.</summary>
    public static int SizeOf(FloatType type) => type switch
    {
        FloatType.F16 or FloatType.BF16 => 2,
        FloatType.F32 => 4,
        _ => 8,
    };

    /// <summary>Reads as many numbers as there is place for, widened or narrowed (rounded to the nearest).</summary>
    /// <param name="bytes">SizeOf(type) for each number, at least.</param>
    /// <param name="type">What they are.</param>
    /// <param name="bigEndian">Whether the most significant byte of each comes first.</param>
    /// <param name="values">Written.</param>
    public static void Read(ReadOnlySpan<byte> bytes, FloatType type, bool bigEndian, Span<float> values)
    {
        switch (type)
        {
            case FloatType.F32:
                bytes[..(values.Length * sizeof(float))].CopyTo(MemoryMarshal.AsBytes(values));
                if (bigEndian == BitConverter.IsLittleEndian)
                {
                    Span<int> bits = MemoryMarshal.Cast<float, int>(values);
                    BinaryPrimitives.ReverseEndianness(bits, bits);
                }
                break;
            case FloatType.F16:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)BitConverter.UInt16BitsToHalf(ReadUInt16(bytes[(2 * i)..], bigEndian));
                break;
            case FloatType.BF16:
                for (int i = 0; i < values.Length; i++)
                    values[i] = BitConverter.UInt32BitsToSingle((uint)ReadUInt16(bytes[(2 * i)..], bigEndian) << 16);
                break;
            default:
                for (int i = 0; i < values.Length; i++)
                {
                    ReadOnlySpan<byte> number = bytes[(8 * i)..];
                    values[i] = (float)(bigEndian
                        ? BinaryPrimitives.ReadDoubleBigEndian(number)
                        : BinaryPrimitives.ReadDoubleLittleEndian(number));
                }
                break;
        }
    }

    /// <summary>Reads as many little-endian numbers as there is place for from a source.</summary>
    /// <exception cref="IOException">The source cannot be read.</exception>
    public static void Read(ByteSource source, long offset, FloatType type, Span<float> values)
    {
        if (type == FloatType.F32 && BitConverter.IsLittleEndian)
        {
            source.Read(offset, MemoryMarshal.AsBytes(values));
            return;
        }
        Span<byte> piece = stackalloc byte[1 << 12];
        int size = SizeOf(type);
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, piece.Length / size);
            source.Read(offset, piece[..(count * size)]);
            Read(piece, type, bigEndian: false, values[..count]);
            offset += count * size;
            values = values[count..];
        }
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
