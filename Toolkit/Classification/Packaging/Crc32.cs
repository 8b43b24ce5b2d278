namespace MLResNet.Packaging;

/// <summary>CRC-32 as zip uses it (polynomial 0xEDB88320, reflected), eight bytes a step through eight tables.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[][] Tables = MakeTables();

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        uint[][] t = Tables;
        uint crc = uint.MaxValue;
        while (data.Length >= 8)
        {
            crc ^= (uint)(data[0] | data[1] << 8 | data[2] << 16 | data[3] << 24);
            crc = t[7][crc & 0xFF] ^ t[6][crc >> 8 & 0xFF] ^ t[5][crc >> 16 & 0xFF] ^ t[4][crc >> 24]
                ^ t[3][data[4]] ^ t[2][data[5]] ^ t[1][data[6]] ^ t[0][data[7]];
            data = data[8..];
        }
        foreach (byte value in data)
            crc = crc >> 8 ^ t[0][(byte)(crc ^ value)];
        return ~crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (int k = 0; k < tables.Length; k++)
        {
            tables[k] = new uint[256];
            for (uint n = 0; n < 256; n++)
            {
                uint crc = k == 0 ? n : tables[k - 1][n];
                for (int bit = 0; bit < 8; bit++)
                    crc = (crc & 1) != 0 ? crc >> 1 ^ Polynomial : crc >> 1;
                tables[k][n] = crc;
            }
        }
        return tables;
    }
}
