namespace MLResNet.Formats.Jpeg;

/// <summary>A component that takes part in a scan, with the tables it is decoded with there.</summary>
internal sealed class ScanComponent(FrameComponent frame, HuffmanTable? dc, HuffmanTable? ac)
{
    public FrameComponent Frame { get; } = frame;

    /// <summary>Decodes DC differences; null where the scan holds none.</summary>
    public HuffmanTable Dc { get; } = dc!;

    /// <summary>Decodes AC coefficients; null where the scan holds none.</summary>
    public HuffmanTable Ac { get; } = ac!;

    /// <summary>The DC coefficient before, from which the next is a difference.</summary>
    public int Predictor { get; set; }
}
