namespace MLResNet.Formats.Jpeg;

/// <summary>
/// First scan of a band of AC coefficients: runs of zeros and values without the lowest bits (ITU-T T.81, G.1.2.2).
/// </summary>
internal struct ProgressiveAcFirst(ScanHeader scan) : IBlockDecoder
{
    private readonly int _start = scan.SpectralStart;
    private readonly int _end = scan.SpectralEnd;
    private readonly int _lowBit = scan.ApproximationLow;

    /// <summary>Blocks still to come in which the band is zero.</summary>
    private int _emptyBlocks;

    public void Decode(ref BitReader source, ScanComponent component, CoefficientBlock block)
    {
        if (_emptyBlocks > 0)
        {
            _emptyBlocks--;
            return;
        }
        BitReader reader = source;
        HuffmanTable table = component.Ac;
        int k = _start;
        for (; k <= _end; k++)
        {
            reader.Refill();
            int entry = table.Lookup[reader.Peek(HuffmanTable.LookupBits)];
            if (entry == 0)
                entry = table.FindLong(reader.Window);
            reader.Skip(entry);
            int run = (entry >> 12) & 15, size = (entry >> 8) & 15, value = entry >> 16;
            if (value == 0 && size == 0 && run < 15)
            {
                _emptyBlocks = (1 << run) + reader.Read(run) - 1;
                break;
            }
            k += run;
            if (value == 0)
                value = BitReader.Extend(reader.Read(size), size);
            if (value == 0)
                continue; // a run of 16
            block.Values[ZigZag.NaturalOrder[k]] = (short)(value << _lowBit);
            block.NonZero |= 1UL << k;
        }
        if (k > _end + 1)
            JpegError.ThrowDamagedSamples();
        source = reader;
    }

    public void Restart() => _emptyBlocks = 0;
}
