using System.Text.Json.Serialization;

namespace MLResNet.Engine.Optimizers;

/// <summary>
/// How the learning rate changes over a training: <see cref="ConstantSchedule"/>, <see cref="CosineSchedule"/>,
/// <see cref="StepSchedule"/>, <see cref="ExponentialSchedule"/> or <see cref="OneCycleSchedule"/>. A pure function of the step,
/// so that a training resumes anywhere.
/// </summary>
[JsonDerivedType(typeof(ConstantSchedule), "constant")]
[JsonDerivedType(typeof(CosineSchedule), "cosine")]
[JsonDerivedType(typeof(StepSchedule), "step")]
[JsonDerivedType(typeof(ExponentialSchedule), "exponential")]
[JsonDerivedType(typeof(OneCycleSchedule), "one-cycle")]
public abstract record LearningRateSchedule
{
    private protected LearningRateSchedule() { }

    /// <summary>What the learning rate is multiplied with.</summary>
    /// <param name="step">Step, from 0 to totalSteps - 1.</param>
    /// <param name="totalSteps">Steps of the whole training, at least 1.</param>
    /// <returns>A factor from 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is not one of the training.</exception>
    /// <exception cref="ArgumentException">A property of the schedule is out of its range.</exception>
    public double Factor(long step, long totalSteps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSteps, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, totalSteps);
        Validate();
        return Compute(step, totalSteps);
    }

    /// <summary>Checks that every value is in its range.</summary>
    /// <exception cref="ArgumentException">One is not; the message names it.</exception>
    public abstract void Validate();

    private protected abstract double Compute(long step, long totalSteps);

    private protected static void RequireFraction(double value, string property)
    {
        if (!(value is >= 0 and <= 1)) throw new ArgumentException($"{property} must be 0 to 1, not {value}.", property);
    }

    /// <summary>Half a cosine wave from one value, at progress 0, to another, at progress 1.</summary>
    private protected static double Anneal(double from, double to, double progress) =>
        to + (from - to) * (1 + Math.Cos(Math.PI * progress)) / 2;
}
