using System.Numerics;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// A further scan of a band of AC coefficients (ITU-T T.81, G.1.2.3): one more bit of those that are not zero, in passing, while
/// runs, which count only those that are still zero, lead to the next that becomes 1 or -1 in this bit.
/// </summary>
internal struct ProgressiveAcRefinement(ScanHeader scan) : IBlockDecoder
{
    private readonly int _start = scan.SpectralStart;
    private readonly int _end = scan.SpectralEnd;
    private readonly int _bit = 1 << scan.ApproximationLow;

    /// <summary>Blocks still to come in which no further coefficient of the band becomes different from zero.</summary>
    private int _settledBlocks;

    public void Decode(ref BitReader source, ScanComponent component, CoefficientBlock block)
    {
        BitReader reader = source;
        HuffmanTable table = component.Ac;
        int k = _start;
        for (; k <= _end && _settledBlocks == 0; k++)
        {
            reader.Refill();
            int entry = table.Lookup[reader.Peek(HuffmanTable.LookupBits)];
            if (entry == 0)
                entry = table.FindLong(reader.Window);
            reader.Skip(entry);
            int run = (entry >> 12) & 15, size = (entry >> 8) & 15, value = entry >> 16;
            if (size > 0)
                value = BitReader.Extend(reader.Read(size), size);
            if (value is < -1 or > 1)
                JpegError.ThrowDamagedSamples();
            if (value == 0 && run < 15)
            {
                _settledBlocks = (1 << run) + reader.Read(run);
                break;
            }

            k = RefineRun(ref reader, block, k, run);
            if (value == 0)
                continue;
            if (k > _end)
                JpegError.ThrowDamagedSamples();
            block.Values[ZigZag.NaturalOrder[k]] = (short)(value * _bit);
            block.NonZero |= 1UL << k;
        }
        if (_settledBlocks > 0)
        {
            RefineRun(ref reader, block, k, 64);
            _settledBlocks--;
        }
        source = reader;
    }

    public void Restart() => _settledBlocks = 0;

    /// <summary>
    /// Refines from the k-th coefficient on, over a run of zeros; returns the place of the zero behind the run, or that behind
    /// the band.
    /// </summary>
    private readonly int RefineRun(ref BitReader reader, CoefficientBlock block, int k, int run)
    {
        ulong nonZero = block.NonZero;
        while (k <= _end)
        {
            int zeros = BitOperations.TrailingZeroCount(nonZero >> k);
            if (zeros > run)
                return Math.Min(k + run, _end + 1);
            run -= zeros;
            k += zeros;
            if (k > _end)
                break;
            ref short coefficient = ref block.Values[ZigZag.NaturalOrder[k++]];
            reader.Refill();
            if (reader.Read(1) != 0 && (coefficient & _bit) == 0)
                coefficient += (short)(coefficient > 0 ? _bit : -_bit);
        }
        return _end + 1;
    }
}
