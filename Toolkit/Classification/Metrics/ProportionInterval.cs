namespace MLResNet.Metrics;

/// <summary>Bounds between which a proportion lies with 95 % confidence.</summary>
/// <param name="Low">Lower bound, 0 to 1.</param>
/// <param name="High">Upper bound, 0 to 1.</param>
public sealed record ProportionInterval(double Low, double High)
{
    /// <summary>The 97.5th percentile of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>
    /// Wilson's score interval (Wilson 1927, "Probable inference, the law of succession, and statistical inference"): unlike the
    /// textbook's plus-minus it holds for few images and for accuracies near 0 and 1.
    /// </summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    public static ProportionInterval Wilson(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double n = trials;
        double p = successes / n;
        double centre = p + Z * Z / (2 * n);
        double margin = Z * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        double scale = 1 + Z * Z / n;
        return new ProportionInterval(Math.Max(0, (centre - margin) / scale), Math.Min(1, (centre + margin) / scale));
    }
}
