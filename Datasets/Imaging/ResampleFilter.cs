namespace MLResNet.Imaging;

/// <summary>The weight of a pixel by its distance from the point asked for, in pixels.</summary>
internal static class ResampleFilter
{
    /// <summary>The distance from which on the weight is 0.</summary>
    public static double Support(Interpolation interpolation) => interpolation switch
    {
        Interpolation.Area => 0.5,
        Interpolation.Bilinear => 1,
        Interpolation.Bicubic => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "There is no such interpolation."),
    };

    public static double Weight(Interpolation interpolation, double x) => interpolation switch
    {
        Interpolation.Area => x is > -0.5 and <= 0.5 ? 1 : 0,
        Interpolation.Bilinear => Math.Max(1 - Math.Abs(x), 0),
        _ => Cubic(Math.Abs(x)),
    };

    // Keys, "Cubic convolution interpolation for digital image processing", 1981; the order of operations is Pillow's.
    private static double Cubic(double x)
    {
        const double A = -0.5;
        return x < 1 ? ((A + 2) * x - (A + 3)) * x * x + 1
            : x < 2 ? (((x - 5) * x + 8) * x - 4) * A
            : 0;
    }
}
