namespace MLResNet.Engine.Optimizers;

/// <summary>The rate drops at regular intervals: PyTorch's StepLR.</summary>
public sealed record StepSchedule : LearningRateSchedule
{
    /// <summary>Share of the training between two drops, 0 to 1; a third drops it after one and after two thirds.</summary>
    public double Every { get; init; } = 1.0 / 3;

    /// <summary>What each drop multiplies the rate with, 0 to 1.</summary>
    public double Decay { get; init; } = 0.1;

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireFraction(Every, nameof(Every));
        RequireFraction(Decay, nameof(Decay));
    }

    private protected override double Compute(long step, long totalSteps)
    {
        long interval = Math.Max(1, (long)Math.Round(Every * totalSteps));
        return Math.Pow(Decay, step / interval);
    }
}
