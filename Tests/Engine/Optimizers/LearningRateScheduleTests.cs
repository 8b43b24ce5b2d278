using MLResNet.Engine.Optimizers;

namespace MLResNet.Engine.Tests.Optimizers;

public sealed class LearningRateScheduleTests
{
    public static TheoryData<string, LearningRateSchedule> Schedules => new()
    {
        { "cosine", new CosineSchedule { WarmUp = 0.25, Start = 0.01, Final = 0.1 } },
        { "cosine-without-warm-up", new CosineSchedule { WarmUp = 0 } },
        { "step", new StepSchedule { Every = 0.3, Decay = 0.3 } },
        { "one-cycle", new OneCycleSchedule() },
        { "one-cycle-late", new OneCycleSchedule { PeakAt = 0.43, Start = 0.1, Final = 0.001 } },
    };

    [Theory]
    [MemberData(nameof(Schedules), DisableDiscoveryEnumeration = true)]
    public void Rates_follow_those_of_pytorch(string name, LearningRateSchedule schedule)
    {
        double[] oracle = OptimizerOracle.Numbers.Schedules.Single(rates => rates.Name == name).Factors;

        Assert.Equal(oracle, oracle.Select((_, step) => schedule.Factor(step, oracle.Length)), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    public static TheoryData<LearningRateSchedule> Shapes =>
    [
        new ConstantSchedule(),
        new CosineSchedule(),
        new CosineSchedule { WarmUp = 1 },
        new StepSchedule(),
        new StepSchedule { Every = 0 },
        new OneCycleSchedule(),
        new OneCycleSchedule { PeakAt = 0 },
        new OneCycleSchedule { PeakAt = 1 },
    ];

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void Factors_lie_between_0_and_1_in_trainings_of_any_length(LearningRateSchedule schedule)
    {
        foreach (long total in (long[])[1, 2, 3, 7, 1000])
        {
            for (long step = 0; step < total; step++) Assert.InRange(schedule.Factor(step, total), 0, 1);
        }
    }

    [Fact]
    public void A_step_outside_of_the_training_and_a_fraction_above_1_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule().Factor(10, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule().Factor(-1, 10));
        var error = Assert.Throws<ArgumentException>(() => new OneCycleSchedule { PeakAt = 1.5 }.Factor(0, 10));
        Assert.Contains("PeakAt", error.Message, StringComparison.Ordinal);
    }
}
