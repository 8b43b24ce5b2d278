namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Decodes scans into stored coefficients: all of progressive files, and sequential files with a scan for each component.
/// </summary>
internal static class ScanDecoder
{
    /// <summary>Decodes one scan of any kind.</summary>
    public static void Decode(FrameHeader frame, ScanHeader scan, ref EntropyReader entropy, CoefficientStore store)
    {
        if (!frame.IsProgressive)
            Decode(frame, scan, ref entropy, store, default(SequentialBlocks));
        else if (scan.SpectralStart == 0 && scan.ApproximationHigh == 0)
            Decode(frame, scan, ref entropy, store, new ProgressiveDcFirst(scan.ApproximationLow));
        else if (scan.SpectralStart == 0)
            Decode(frame, scan, ref entropy, store, new ProgressiveDcRefinement(scan.ApproximationLow));
        else if (scan.ApproximationHigh == 0)
            Decode(frame, scan, ref entropy, store, new ProgressiveAcFirst(scan));
        else
            Decode(frame, scan, ref entropy, store, new ProgressiveAcRefinement(scan));
        entropy.CheckNotOverrun();
    }

    private static void Decode<T>(
        FrameHeader frame, ScanHeader scan, ref EntropyReader entropy, CoefficientStore store, T decoder)
        where T : struct, IBlockDecoder
    {
        // A lone component comes block by block, without those beyond the picture's edge; several come by MCUs.
        bool isLone = scan.Components.Length == 1;
        FrameComponent first = scan.Components[0].Frame;
        int unitsAcross = isLone ? first.BlocksAcross : frame.UnitsAcross;
        int unitsDown = isLone ? first.BlocksDown : frame.UnitsDown;
        for (int down = 0; down < unitsDown; down++)
        {
            for (int across = 0; across < unitsAcross; across++)
            {
                if (entropy.StartUnit())
                {
                    scan.ResetPredictors();
                    decoder.Restart();
                }
                if (isLone)
                {
                    decoder.Decode(ref entropy.Bits, scan.Components[0], store.Block(first, across, down));
                    continue;
                }
                foreach (ScanComponent component in scan.Components)
                {
                    FrameComponent part = component.Frame;
                    for (int block = 0; block < part.Horizontal * part.Vertical; block++)
                    {
                        (int y, int x) = Math.DivRem(block, part.Horizontal);
                        CoefficientBlock target = store.Block(part, across * part.Horizontal + x, down * part.Vertical + y);
                        decoder.Decode(ref entropy.Bits, component, target);
                    }
                }
            }
        }
    }

    private readonly struct SequentialBlocks : IBlockDecoder
    {
        public void Decode(ref BitReader source, ScanComponent component, CoefficientBlock block) =>
            SequentialDecoder.DecodeBlock(ref source, component, block.Values);

        public void Restart() { }
    }
}
