namespace MLResNet.Engine.Optimizers;

/// <summary>
/// A linear warm-up, then half a cosine wave down (Loshchilov and Hutter 2017, arXiv:1608.03983, without restarts): PyTorch's
/// LinearLR followed by CosineAnnealingLR.
/// </summary>
public sealed record CosineSchedule : LearningRateSchedule
{
    /// <summary>Share of the steps that warm up, 0 to 1.</summary>
    public double WarmUp { get; init; } = 0.05;

    /// <summary>Factor at the first step of the warm-up, 0 to 1.</summary>
    public double Start { get; init; } = 0.01;

    /// <summary>Factor that the cosine approaches after the last step, 0 to 1.</summary>
    public double Final { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireFraction(WarmUp, nameof(WarmUp));
        RequireFraction(Start, nameof(Start));
        RequireFraction(Final, nameof(Final));
    }

    private protected override double Compute(long step, long totalSteps)
    {
        long warmUp = (long)Math.Round(WarmUp * totalSteps);
        return step < warmUp
            ? Start + (1 - Start) * step / warmUp
            : Anneal(1, Final, (step - warmUp) / (double)(totalSteps - warmUp));
    }
}
