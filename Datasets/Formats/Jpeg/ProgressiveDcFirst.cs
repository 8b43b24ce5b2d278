namespace MLResNet.Formats.Jpeg;

/// <summary>First scan of DC coefficients: differences, without the lowest bits (ITU-T T.81, G.1.2.1).</summary>
internal readonly struct ProgressiveDcFirst(int lowBit) : IBlockDecoder
{
    public void Decode(ref BitReader source, ScanComponent component, CoefficientBlock block)
    {
        component.Predictor += SequentialDecoder.DecodeDcDifference(ref source, component.Dc);
        block.Values[0] = (short)(component.Predictor << lowBit);
    }

    public void Restart() { }
}
