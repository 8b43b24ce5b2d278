using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Optimizers;
using MLResNet.Engine.Tests.Networks;
using MLResNet.Engine.Training;

namespace MLResNet.Engine.Tests.Training;

public sealed class NetworkTrainerTests
{
    private static readonly ResNetSpec Tiny = ResNetFamily.Get("resnet18v2") with
    {
        Id = "tiny", Depths = [1, 1], Widths = [8, 16], StemWidth = 8, StemPool = false, Classes = 4,
    };

    [Theory]
    [InlineData("resnet18")]
    [InlineData("resnet18v2")]
    public void Ten_steps_lose_what_they_lose_in_pytorch(string name)
    {
        StepsOracle oracle = StepsOracle.Numbers;
        StepsOracle.Case expected = oracle.Cases.Single(expected => expected.Name == name);
        ResNetSpec spec = ResNetFamily.Get(name) with { Classes = oracle.Classes };
        float[] pixels = OracleWeights.Pixels(oracle.Batch, oracle.Size, oracle.Size);
        int[] labels = OracleWeights.Labels(oracle.Batch, oracle.Classes);
        TrainerOptions options = new() { Optimizer = new SgdOptions { Momentum = 0.9 } };

        using NetworkTrainer trainer = new(spec, OracleWeights.Parameters(spec), options);
        double[] losses = [.. expected.Losses.Select(_ => trainer.Step(pixels, labels, oracle.Size, oracle.Size, 0.01).Loss)];

        // The first losses have had no time to drift apart; the last may differ by 1e-3.
        Assert.Equal(expected.Losses[0], losses[0], 1e-5);
        Assert.All(expected.Losses.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, 1e-3));

        int values = oracle.Size * oracle.Size * 3 * 2;
        float[] logits = new float[2 * oracle.Classes];
        trainer.Predict(pixels.AsSpan(0, values), 2, oracle.Size, oracle.Size, logits);
        // Ten steps magnify rounding: PyTorch's own logits in float32 and float64 are up to 6e-4 apart here.
        Assert.InRange(Closeness.Distance(logits, expected.Logits), 0, 3e-3);

        using InferencePlan plan = InferencePlan.Create(spec, trainer.Snapshot());
        float[] planned = new float[2 * oracle.Classes];
        plan.Run(pixels.AsSpan(0, values), 2, oracle.Size, oracle.Size, planned);
        Assert.InRange(Closeness.Distance(planned, logits), 0, Closeness.CloseEnough);
    }

    [Fact]
    public void One_thread_and_many_train_to_the_same_bits()
    {
        NetworkParameters[] trained = [.. new[] { 1, 2, 3 }.Select(threads => Train(Tiny, threads, averageDecay: 0.9, steps: 5))];

        for (int i = 0; i < trained[0].Count; i++)
        {
            Assert.Equal(trained[0][i].Values, trained[1][i].Values);
            Assert.Equal(trained[0][i].Values, trained[2][i].Values);
        }
    }

    [Fact]
    public void An_average_lags_behind_what_it_averages()
    {
        NetworkParameters initial = OracleWeights.Parameters(Tiny);
        NetworkParameters plain = Train(Tiny, 2, averageDecay: 0, steps: 5), averaged = Train(Tiny, 2, averageDecay: 0.999, steps: 5);

        double Moved(NetworkParameters parameters) => parameters.Zip(initial).Sum(pair => pair.First.Values.Zip(
            pair.Second.Values, (a, b) => Math.Abs((double)a - b)).Sum());

        Assert.InRange(Moved(averaged) / Moved(plain), 0.1, 0.9);
    }

    [Fact]
    public void A_label_that_is_no_class_and_pixels_of_another_length_are_refused()
    {
        using NetworkTrainer trainer = new(Tiny, OracleWeights.Parameters(Tiny), new TrainerOptions());

        Assert.Contains("Label 4", Assert.Throws<ArgumentException>(() => trainer.Step(new float[16 * 16 * 3], [4], 16, 16, 0.1)).Message);
        Assert.Throws<ArgumentException>(() => trainer.Step(new float[16 * 16 * 3 - 1], [1], 16, 16, 0.1));
        Assert.Throws<ArgumentException>(() => trainer.Predict(new float[16 * 16 * 3], 1, 16, 16, new float[3]));
    }

    private static NetworkParameters Train(ResNetSpec spec, int threads, double averageDecay, int steps)
    {
        TrainerOptions options = new()
        {
            Optimizer = new AdamWOptions(),
            LabelSmoothing = 0.1,
            AverageDecay = averageDecay,
            Compute = new ComputeOptions { Threads = threads },
        };
        using NetworkTrainer trainer = new(spec, OracleWeights.Parameters(spec), options);
        float[] pixels = OracleWeights.Pixels(9, 33, 40);
        int[] labels = OracleWeights.Labels(9, spec.Classes);
        for (int step = 0; step < steps; step++)
            trainer.Step(pixels, labels, 33, 40, 0.01);
        return trainer.Snapshot();
    }
}
