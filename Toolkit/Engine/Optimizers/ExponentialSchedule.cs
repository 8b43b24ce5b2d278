namespace MLResNet.Engine.Optimizers;

/// <summary>
/// From next to nothing up to the full rate, by the same factor at each step: a learning-rate range test (Smith 2017,
/// arXiv:1506.01186).
/// </summary>
public sealed record ExponentialSchedule : LearningRateSchedule
{
    /// <summary>Factor at the first step, above 0 to 1.</summary>
    public double Start { get; init; } = 1e-6;

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireFraction(Start, nameof(Start));
        if (Start == 0) throw new ArgumentException($"{nameof(Start)} must be above 0.", nameof(Start));
    }

    private protected override double Compute(long step, long totalSteps) =>
        totalSteps == 1 ? 1 : Math.Pow(Start, 1 - step / (double)(totalSteps - 1));
}
