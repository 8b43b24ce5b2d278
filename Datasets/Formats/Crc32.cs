using System.Buffers.Binary;

namespace MLResNet.Formats;

/// <summary>
/// The CRC-32 of PNG and zip (ISO 3309, reflected polynomial 0xEDB88320), eight bytes a step with eight tables ("slicing by 8").
/// </summary>
internal static class Crc32
{
    private const int Slices = 8;
    private static readonly uint[] Tables = MakeTables();

    /// <summary>The checksum of the bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<uint> tables = Tables;
        uint crc = uint.MaxValue;
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
        return ~crc;
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
