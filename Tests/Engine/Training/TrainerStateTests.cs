using MLResNet.Engine.Networks;
using MLResNet.Engine.Optimizers;
using MLResNet.Engine.Tests.Networks;
using MLResNet.Engine.Training;

namespace MLResNet.Engine.Tests.Training;

public sealed class TrainerStateTests
{
    private const int Side = 20, Batch = 6;

    private static readonly ResNetSpec Tiny = ResNetFamily.Get("resnet18v2") with
    {
        Id = "tiny", Depths = [1, 1], Widths = [8, 16], StemWidth = 8, StemPool = false, Classes = 4,
    };

    public static TheoryData<OptimizerOptions, double> Options => new()
    {
        { new SgdOptions { Momentum = 0.9, Nesterov = true }, 0 },
        { new SgdOptions { Momentum = 0.9 }, 0.9 },
        { new AdamOptions { WeightDecay = 0.01 }, 0 },
        { new AdamWOptions { MaxGradientNorm = 1 }, 0.9 },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void A_trainer_that_takes_over_a_state_goes_on_to_the_same_bits(OptimizerOptions optimizer, double averageDecay)
    {
        TrainerOptions options = new() { Optimizer = optimizer, AverageDecay = averageDecay, LabelSmoothing = 0.1 };
        using NetworkTrainer one = new(Tiny, OracleWeights.Parameters(Tiny), options);
        Train(one, 0, 3);
        TrainerState state = one.ExportState();
        Train(one, 3, 7);

        using NetworkTrainer other = new(Tiny, NetworkParameters.Initialize(Tiny, seed: 5), options);
        Train(other, 20, 22); // has a past of its own, which must leave no trace
        other.ImportState(state);
        Assert.Equal(3, other.Steps);
        Train(other, 3, 7);

        Assert.Equal(7, other.Steps);
        AssertSame(one.Snapshot(), other.Snapshot());
        AssertSame(one.ExportState(), other.ExportState());
    }

    [Fact]
    public void A_state_is_a_copy()
    {
        using NetworkTrainer trainer = new(Tiny, OracleWeights.Parameters(Tiny), new TrainerOptions { AverageDecay = 0.5 });
        TrainerState state = trainer.ExportState();
        AssertSame(OracleWeights.Parameters(Tiny), state.Parameters);

        Train(trainer, 0, 2);

        AssertSame(OracleWeights.Parameters(Tiny), state.Parameters);
        Assert.All(state.Moments["velocity"], moment => Assert.All(moment.Values, value => Assert.Equal(0, value)));
    }

    [Fact]
    public void A_state_of_other_options_or_another_network_is_refused_and_changes_nothing()
    {
        TrainerOptions options = new() { Optimizer = new AdamWOptions(), AverageDecay = 0.9 };
        using NetworkTrainer trainer = new(Tiny, OracleWeights.Parameters(Tiny), options);
        Train(trainer, 0, 2);
        TrainerState before = trainer.ExportState();
        ResNetSpec wider = Tiny with { Classes = 5 };

        Refuse(before with { Average = null }, "average");
        Refuse(before with { Steps = -1 }, "steps");
        Refuse(before with { Moments = new Dictionary<string, IReadOnlyList<Parameter>>() }, "mean, square");
        Refuse(before with { Moments = before.Moments.ToDictionary(m => m.Key, m => (IReadOnlyList<Parameter>)[.. m.Value.Skip(1)]) }, "mean");
        Refuse(before with { Parameters = NetworkParameters.Initialize(wider, 1) }, "tiny");
        using NetworkTrainer plain = new(Tiny, OracleWeights.Parameters(Tiny), options with { Optimizer = new SgdOptions() });
        Refuse(plain.ExportState(), "mean, square");

        AssertSame(before, trainer.ExportState());

        void Refuse(TrainerState state, string word) =>
            Assert.Contains(word, Assert.Throws<ArgumentException>(() => trainer.ImportState(state)).Message, StringComparison.Ordinal);
    }

    private static void Train(NetworkTrainer trainer, int from, int to)
    {
        float[] pixels = OracleWeights.Pixels(2 * Batch, Side, Side);
        int[] labels = OracleWeights.Labels(2 * Batch, Tiny.Classes);
        int length = Batch * Side * Side * 3;
        for (int step = from; step < to; step++)
        {
            int half = step % 2;
            trainer.Step(pixels.AsSpan(half * length, length), labels.AsSpan(half * Batch, Batch), Side, Side, 0.01 / (1 + step));
        }
    }

    private static void AssertSame(TrainerState expected, TrainerState actual)
    {
        Assert.Equal(expected.Steps, actual.Steps);
        AssertSame(expected.Parameters, actual.Parameters);
        Assert.Equal(expected.Average is null, actual.Average is null);
        if (expected.Average is not null)
            AssertSame(expected.Average, actual.Average!);
        Assert.Equal(expected.Moments.Keys, actual.Moments.Keys);
        Assert.All(expected.Moments, moment => AssertSame(moment.Value, actual.Moments[moment.Key]));
    }

    private static void AssertSame(IEnumerable<Parameter> expected, IEnumerable<Parameter> actual) => Assert.All(
        expected.Zip(actual, (a, b) => (a, b)),
        pair => Assert.Equal((pair.a.Name, pair.a.Values), (pair.b.Name, pair.b.Values), (x, y) =>
            x.Item1 == y.Item1 && x.Item2.AsSpan().SequenceEqual(y.Item2)));
}
