namespace MLResNet.Formats.Jpeg;

/// <summary>The code words of one Huffman table, by symbol, as an encoder needs them (ITU-T T.81, annex C).</summary>
internal sealed class HuffmanCode
{
    public static readonly HuffmanCode LuminanceDc = new(StandardTables.LuminanceDcCounts, StandardTables.DcSymbols);
    public static readonly HuffmanCode LuminanceAc = new(StandardTables.LuminanceAcCounts, StandardTables.LuminanceAcSymbols);
    public static readonly HuffmanCode ChrominanceDc = new(StandardTables.ChrominanceDcCounts, StandardTables.DcSymbols);
    public static readonly HuffmanCode ChrominanceAc =
        new(StandardTables.ChrominanceAcCounts, StandardTables.ChrominanceAcSymbols);

    private readonly ushort[] _words = new ushort[256];
    private readonly byte[] _lengths = new byte[256];

    private HuffmanCode(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        int word = 0, next = 0;
        for (int length = 1; length <= 16; length++, word <<= 1)
        {
            for (int i = 0; i < counts[length - 1]; i++)
            {
                _words[symbols[next]] = (ushort)word++;
                _lengths[symbols[next++]] = (byte)length;
            }
        }
    }

    /// <summary>Writes the code word of a symbol, then the given number of extra bits.</summary>
    public void Write(BitWriter writer, int symbol, int extra, int extraBits) =>
        writer.Write(((uint)_words[symbol] << extraBits) | ((uint)extra & ((1u << extraBits) - 1)), _lengths[symbol] + extraBits);
}
