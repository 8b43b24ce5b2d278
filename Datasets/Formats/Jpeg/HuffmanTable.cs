using System.Runtime.CompilerServices;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// One Huffman table for decoding. A symbol says how many zero coefficients to skip (its run) and how many extra bits hold the
/// next value (its size). The next <see cref="LookupBits"/> bits index a table of entries; where code word and extra bits both
/// fit the index, the entry holds the value itself, so that most coefficients take one look.
/// </summary>
internal sealed class HuffmanTable
{
    public const int LookupBits = 10;
    private const int MaxLength = 16;

    private readonly byte[] _symbols;

    /// <summary>By length of code word: the first code word beyond those of that length or less, filled up to 16 bits.</summary>
    private readonly int[] _limits = new int[MaxLength + 1];

    /// <summary>By length of code word: what leads from a code word to its symbol's place.</summary>
    private readonly int[] _offsets = new int[MaxLength + 1];

    private readonly bool _isDc;

    /// <summary>Builds the table from the counts of code words by length and the symbols by rising code word.</summary>
    /// <exception cref="ImageFormatException">The code words do not fit their lengths, or a DC symbol is no size.</exception>
    public HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols, bool isDc)
    {
        _symbols = symbols.ToArray();
        _isDc = isDc;
        Lookup = new int[1 << LookupBits];
        int word = 0, next = 0;
        for (int length = 1; length <= MaxLength; length++, word <<= 1)
        {
            _offsets[length] = next - word;
            for (int i = 0; i < counts[length - 1]; i++, word++, next++)
            {
                if (isDc && symbols[next] > 15)
                    throw JpegError.Damaged("Huffman table");
                if (length <= LookupBits && word < 1 << length)
                    Fill(word, length, Entry(symbols[next], length));
            }
            // The word of all ones is kept free, so that no code looks like the padding.
            if (word >= 1 << length)
                throw JpegError.Damaged("Huffman table");
            _limits[length] = word << (MaxLength - length);
        }
    }

    /// <summary>
    /// Entries by the next bits of the stream: bits 0 to 5 the bits to skip, 8 to 11 the size still to be read behind them, 12 to
    /// 15 the run, 16 to 31 the value where it is known (never 0). 0 where the code word is longer than the index.
    /// </summary>
    public int[] Lookup { get; }

    /// <summary>
    /// The entry, without a value, of a code word longer than the index, given 64 bits of the stream. Inlined though rare: a call
    /// would drive the variables of the loop around it out of the registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FindLong(ulong bits)
    {
        int window = (int)(bits >> (64 - MaxLength));
        for (int length = LookupBits + 1; length <= MaxLength; length++)
        {
            if (window < _limits[length])
                return Entry(_symbols[_offsets[length] + (window >> (MaxLength - length))], length);
        }
        JpegError.ThrowDamagedSamples();
        return 0;
    }

    private int Entry(byte symbol, int length) =>
        _isDc ? (symbol << 8) | length : (symbol >> 4 << 12) | ((symbol & 15) << 8) | length;

    /// <summary>Writes the entries of all indices that begin with a code word.</summary>
    private void Fill(int word, int length, int entry)
    {
        int free = LookupBits - length, size = (entry >> 8) & 15;
        if (size == 0 || size > free)
        {
            Lookup.AsSpan(word << free, 1 << free).Fill(entry);
            return;
        }
        int known = (entry & 0xF000) | (length + size);
        for (int extra = 0; extra < 1 << size; extra++)
        {
            Span<int> entries = Lookup.AsSpan(((word << size) | extra) << (free - size), 1 << (free - size));
            entries.Fill((BitReader.Extend(extra, size) << 16) | known);
        }
    }
}
