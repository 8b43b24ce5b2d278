namespace MLResNet.Formats.Jpeg;

/// <summary>The scan header (SOS): which components, which coefficients, which of their bits.</summary>
internal sealed record ScanHeader(
    ScanComponent[] Components,
    int SpectralStart,
    int SpectralEnd,
    int ApproximationHigh,
    int ApproximationLow,
    int RestartInterval)
{
    /// <summary>Starts the predictions of a restart interval.</summary>
    public void ResetPredictors()
    {
        foreach (ScanComponent component in Components)
            component.Predictor = 0;
    }
}
