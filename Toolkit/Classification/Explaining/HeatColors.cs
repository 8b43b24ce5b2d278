namespace MLResNet.Explaining;

/// <summary>
/// Colours for heat of 0 to 1: straight lines between nine colours of matplotlib's "inferno", which grow evenly brighter, so that
/// they are read right in grey and by the colour-blind as well.
/// </summary>
internal static class HeatColors
{
    private static ReadOnlySpan<byte> Steps =>
    [
        0, 0, 4, 31, 12, 72, 85, 15, 109, 136, 34, 106, 186, 54, 85, 227, 89, 51, 249, 140, 10, 249, 201, 50, 252, 255, 164,
    ];

    /// <summary>The red, green and blue of a heat, 0 to 255 each.</summary>
    public static (float Red, float Green, float Blue) Of(float heat)
    {
        int last = Steps.Length / 3 - 1;
        float position = Math.Clamp(heat, 0, 1) * last;
        int step = Math.Min((int)position, last - 1);
        float part = position - step;
        return (Sample(0), Sample(1), Sample(2));

        float Sample(int channel) => float.Lerp(Steps[step * 3 + channel], Steps[step * 3 + 3 + channel], part);
    }
}
