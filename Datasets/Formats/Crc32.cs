using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLResNet.Formats;

/// <summary>
/// The CRC-32 of PNG and zip (ISO 3309, reflected polynomial 0xEDB88320): 64 bytes a step by carry-less multiplication where the
/// processor has it (Gopal et al., Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction, Intel 2009), else
/// eight bytes a step with eight tables ("slicing by 8").
/// </summary>
internal static class Crc32
{
    private const int Slices = 8;
    private const int FoldBytes = 64;
    private static readonly uint[] Tables = MakeTables();

    /// <summary>The checksum of the bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> data) => Append(0, data);

    /// <summary>
    /// The checksum of bytes that have the checksum <paramref name="crc"/> and of those that follow them; 0 is that of none.
    /// </summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        crc = ~crc;
        if (Pclmulqdq.IsSupported && data.Length >= 2 * FoldBytes)
            crc = Fold(crc, ref data);
        return ~ByTables(crc, data);
    }

    /// <summary>The register after the bytes, by tables alone.</summary>
    internal static uint ByTables(uint crc, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<uint> tables = Tables;
        while (data.Length >= Slices)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = tables[(int)(7 * 256 + (low & 0xFF))]
                ^ tables[(int)(6 * 256 + ((low >> 8) & 0xFF))]
                ^ tables[(int)(5 * 256 + ((low >> 16) & 0xFF))]
                ^ tables[(int)(4 * 256 + (low >> 24))]
                ^ tables[(int)(3 * 256 + (high & 0xFF))]
                ^ tables[(int)(2 * 256 + ((high >> 8) & 0xFF))]
                ^ tables[(int)(256 + ((high >> 16) & 0xFF))]
                ^ tables[(int)(high >> 24)];
            data = data[Slices..];
        }
        foreach (byte value in data)
            crc = tables[(int)((crc ^ value) & 0xFF)] ^ (crc >> 8);
        return crc;
    }

    // Four strands of 16 bytes, each moved on by 64 bytes a step: a multiplication by x^(64 * 8 + 32) and x^(64 * 8 - 32) modulo
    // the polynomial, of its lower and upper half. In the end the strands are moved together, and what is left of 16 bytes goes
    // through the tables.
    private static uint Fold(uint crc, ref ReadOnlySpan<byte> data)
    {
        Vector128<ulong> by64 = Vector128.Create(0x1_5444_2BD4UL, 0x1_C6E4_1596UL);
        Vector128<ulong> by16 = Vector128.Create(0x1_7519_97D0UL, 0x0_CCAA_009EUL);
        ref byte bytes = ref MemoryMarshal.GetReference(data);
        Vector128<ulong> x0 = Load(ref bytes, 0) ^ Vector128.CreateScalar(crc).AsUInt64();
        Vector128<ulong> x1 = Load(ref bytes, 16), x2 = Load(ref bytes, 32), x3 = Load(ref bytes, 48);
        nuint offset = FoldBytes, end = (nuint)(data.Length / FoldBytes * FoldBytes);
        for (; offset < end; offset += FoldBytes)
        {
            x0 = Move(x0, by64) ^ Load(ref bytes, offset);
            x1 = Move(x1, by64) ^ Load(ref bytes, offset + 16);
            x2 = Move(x2, by64) ^ Load(ref bytes, offset + 32);
            x3 = Move(x3, by64) ^ Load(ref bytes, offset + 48);
        }
        x1 ^= Move(x0, by16);
        x2 ^= Move(x1, by16);
        x3 ^= Move(x2, by16);
        data = data[(int)end..];
        Span<byte> last = stackalloc byte[16];
        x3.AsByte().CopyTo(last);
        return ByTables(0, last);

        static Vector128<ulong> Load(ref byte bytes, nuint offset) => Vector128.LoadUnsafe(ref bytes, offset).AsUInt64();

        static Vector128<ulong> Move(Vector128<ulong> strand, Vector128<ulong> by) =>
            Pclmulqdq.CarrylessMultiply(strand, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(strand, by, 0x11);
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[Slices * 256];
        for (uint value = 0; value < 256; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            tables[value] = crc;
        }
        for (int i = 256; i < tables.Length; i++)
            tables[i] = (tables[i - 256] >> 8) ^ tables[tables[i - 256] & 0xFF];
        return tables;
    }
}
