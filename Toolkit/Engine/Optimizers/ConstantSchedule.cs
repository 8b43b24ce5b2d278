namespace MLResNet.Engine.Optimizers;

/// <summary>The same rate at every step.</summary>
public sealed record ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override void Validate() { }

    private protected override double Compute(long step, long totalSteps) => 1;
}
