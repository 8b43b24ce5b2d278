namespace MLResNet.Engine.Optimizers;

/// <summary>
/// Half a cosine wave up, then one down to almost nothing (Smith and Topin 2018, arXiv:1708.07120): PyTorch's OneCycleLR and
/// fastai's fit_one_cycle, the momentum held.
/// </summary>
public sealed record OneCycleSchedule : LearningRateSchedule
{
    /// <summary>Share of the steps that go up, 0 to 1.</summary>
    public double PeakAt { get; init; } = 0.25;

    /// <summary>Factor at the first step, 0 to 1.</summary>
    public double Start { get; init; } = 1.0 / 25;

    /// <summary>Factor at the last step, 0 to 1.</summary>
    public double Final { get; init; } = 1e-5;

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireFraction(PeakAt, nameof(PeakAt));
        RequireFraction(Start, nameof(Start));
        RequireFraction(Final, nameof(Final));
    }

    private protected override double Compute(long step, long totalSteps)
    {
        double peak = Math.Max(0, PeakAt * totalSteps - 1), last = totalSteps - 1;
        if (step < peak) return Anneal(Start, 1, step / peak);
        return last > peak ? Anneal(1, Final, (step - peak) / (last - peak)) : 1;
    }
}
