namespace MLResNet.Formats.Jpeg;

/// <summary>Which coefficients of which components have been sent, down to which bit.</summary>
internal sealed class ScanProgress
{
    private const sbyte NotSent = -1;

    /// <summary>More scans than any encoder writes: a bound for files made to be slow.</summary>
    private const int MaxScans = 100;

    private readonly FrameHeader _frame;
    private readonly sbyte[] _lowestBit;
    private int _scans;

    public ScanProgress(FrameHeader frame)
    {
        _frame = frame;
        _lowestBit = new sbyte[frame.Components.Length * 64];
        Array.Fill(_lowestBit, NotSent);
    }

    /// <summary>Whether every bit of every coefficient has been sent.</summary>
    public bool IsComplete => !_lowestBit.AsSpan().ContainsAnyExcept((sbyte)0);

    /// <summary>
    /// Whether all components can be shown, if only coarsely: an encoder may leave detail out, but not a component.
    /// </summary>
    public bool IsViewable => _frame.Components.All(component => _lowestBit[component.Index * 64] != NotSent);

    /// <summary>Notes a scan, and refuses one that does not carry on from those before it (ITU-T T.81, G.1.1.1).</summary>
    public void Add(ScanHeader scan)
    {
        if (++_scans > MaxScans)
            throw new ImageFormatException($"The JPEG file has more than {MaxScans} scans.");
        bool isDc = scan.SpectralStart == 0;
        bool isValid = scan.SpectralEnd <= 63 && scan.SpectralEnd >= scan.SpectralStart && scan.ApproximationLow <= 13
            && (!_frame.IsProgressive || (isDc ? scan.SpectralEnd == 0 : scan.Components.Length == 1))
            && (scan.ApproximationHigh == 0 || scan.ApproximationLow == scan.ApproximationHigh - 1);
        if (!isValid)
            throw JpegError.Damaged("scan header");

        int expected = scan.ApproximationHigh == 0 ? NotSent : scan.ApproximationHigh;
        foreach (ScanComponent component in scan.Components)
        {
            Span<sbyte> sent = _lowestBit.AsSpan(component.Frame.Index * 64, 64)[scan.SpectralStart..(scan.SpectralEnd + 1)];
            if (sent.ContainsAnyExcept((sbyte)expected))
                throw JpegError.Damaged("order of the scans");
            sent.Fill((sbyte)scan.ApproximationLow);
        }
    }
}
