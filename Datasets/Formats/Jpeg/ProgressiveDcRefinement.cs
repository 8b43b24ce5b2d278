namespace MLResNet.Formats.Jpeg;

/// <summary>A further scan of DC coefficients: one more bit of each (ITU-T T.81, G.1.2.1).</summary>
internal readonly struct ProgressiveDcRefinement(int lowBit) : IBlockDecoder
{
    public void Decode(ref BitReader source, ScanComponent component, CoefficientBlock block)
    {
        source.Refill();
        block.Values[0] |= (short)(source.Read(1) << lowBit);
    }

    public void Restart() { }
}
