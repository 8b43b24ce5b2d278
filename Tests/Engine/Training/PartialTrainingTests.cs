using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Optimizers;
using MLResNet.Engine.Tests.Networks;
using MLResNet.Engine.Training;

namespace MLResNet.Engine.Tests.Training;

public sealed class PartialTrainingTests
{
    private const int Side = 24, Batch = 6;

    private static readonly float[] Pixels = OracleWeights.Pixels(Batch, Side, Side);

    public static TheoryData<string, int> Cuts => new()
    {
        { "resnet18", 1 }, { "resnet18v2", 1 }, { "resnet18v2", 2 }, { "resnet18v2", 0 }, { "resnet50", 2 }, { "resnet50v2", 1 },
    };

    [Theory]
    [MemberData(nameof(Cuts))]
    public void A_plan_of_the_first_stages_and_a_trainer_of_the_last_ones_are_the_network(string name, int trained)
    {
        ResNetSpec spec = Thin(name);
        NetworkParameters parameters = OracleWeights.Parameters(spec);
        using InferencePlan whole = InferencePlan.Create(spec, parameters);
        float[] expected = new float[Batch * spec.Classes], actual = new float[expected.Length];
        whole.Run(Pixels, Batch, Side, Side, expected);

        using NetworkTrainer trainer = new(spec, parameters, new TrainerOptions { TrainedStages = trained });
        (float[] maps, int height, int width) = FirstStages(spec, parameters, trained);
        trainer.Predict(maps, Batch, height, width, actual);

        Assert.InRange(Closeness.Distance(actual, expected), 0, Closeness.CloseEnough);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    [InlineData("resnet20-cifar", 1)]
    public void One_part_of_a_network_after_the_other_gives_the_features_of_the_whole_to_the_last_bit(string name, int trained)
    {
        ResNetSpec spec = Thin(name);
        NetworkParameters parameters = OracleWeights.Parameters(spec);
        using InferencePlan whole = InferencePlan.CreateForFeatures(spec, parameters);
        float[] expected = new float[Batch * whole.Outputs], actual = new float[expected.Length];
        whole.Run(Pixels, Batch, Side, Side, expected);

        int first = Math.Max(spec.Depths.Length - trained, 1);
        (float[] maps, int height, int width) = FirstStages(spec, parameters, spec.Depths.Length - first);
        using StagePlan rest = StagePlan.CreateAfter(spec, parameters, first);
        rest.Run(maps, Batch, height, width, actual);

        Assert.Equal((expected.Length / Batch, (1, 1)), (rest.Channels, rest.MapSize(height, width)));
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void The_last_stages_learn_by_themselves_what_they_learn_in_the_whole_network(string name, int trained)
    {
        ResNetSpec spec = Thin(name);
        NetworkParameters parameters = OracleWeights.Parameters(spec);
        int[] labels = OracleWeights.Labels(Batch, spec.Classes);
        var options = new TrainerOptions { Optimizer = new SgdOptions(), FreezeNorms = true, LabelSmoothing = 0.1 };
        using NetworkTrainer whole = new(spec, parameters, options);
        using NetworkTrainer last = new(spec, parameters, options with { TrainedStages = trained });
        (float[] maps, int height, int width) = FirstStages(spec, parameters, trained);

        StepResult expected = whole.Step(Pixels, labels, Side, Side, 0.1);
        StepResult actual = last.Step(maps, labels, height, width, 0.1);

        Assert.Equal(expected.Loss, actual.Loss, 1e-4);
        string[] frozenNames = [.. spec.Depths.Select((_, stage) => $"layer{stage + 1}.").Take(spec.Depths.Length - trained)];
        foreach (Parameter parameter in last.Snapshot())
        {
            bool isFrozen = trained < spec.Depths.Length
                && (parameter.Name is "conv1.weight" || parameter.Name.StartsWith("bn1", StringComparison.Ordinal)
                    || frozenNames.Any(stage => parameter.Name.StartsWith(stage, StringComparison.Ordinal)));
            float[] before = parameters[parameter.Name].Values;
            if (isFrozen)
                Assert.Equal(before, parameter.Values);
            else
                AssertMovedAlike(whole.Snapshot()[parameter.Name], parameter, before);
        }
    }

    [Fact]
    public void Each_stage_learns_slower_than_the_one_after_it()
    {
        ResNetSpec spec = Thin("resnet18v2");
        NetworkParameters before = OracleWeights.Parameters(spec);
        var options = new TrainerOptions { Optimizer = new SgdOptions() };
        NetworkParameters even = Step(options), graded = Step(options with { RateDecay = 0.25 });

        AssertShare("fc.weight", 1);
        AssertShare("bn_last.weight", 1);
        AssertShare("layer3.0.conv1.weight", 0.25);
        AssertShare("layer2.0.bn1.bias", 0.0625);
        AssertShare("layer1.0.conv2.weight", 0.015625);
        AssertShare("conv1.weight", 0.015625);

        NetworkParameters Step(TrainerOptions options)
        {
            using NetworkTrainer trainer = new(spec, before, options);
            trainer.Step(Pixels, OracleWeights.Labels(Batch, spec.Classes), Side, Side, 0.1);
            return trainer.Snapshot();
        }

        void AssertShare(string name, double expected)
        {
            double evenly = Distance(even[name].Values, before[name].Values), slowly = Distance(graded[name].Values, before[name].Values);
            Assert.Equal(expected, slowly / evenly, 0.01 * expected);
        }
    }

    [Fact]
    public void Frozen_norms_stay_as_they_are_to_the_last_bit_and_others_do_not()
    {
        ResNetSpec spec = Thin("resnet50");
        NetworkParameters before = OracleWeights.Parameters(spec);

        NetworkParameters frozen = Train(freeze: true), free = Train(freeze: false);

        foreach (Parameter parameter in before)
        {
            bool isNorm = parameter.Shape.Length == 1 && parameter.Name != "fc.bias";
            Assert.Equal(isNorm, parameter.Values.SequenceEqual(frozen[parameter.Name].Values));
            Assert.False(parameter.Values.SequenceEqual(free[parameter.Name].Values), parameter.Name);
        }

        NetworkParameters Train(bool freeze)
        {
            using NetworkTrainer trainer = new(spec, before, new TrainerOptions { FreezeNorms = freeze, AverageDecay = 0.5 });
            for (int step = 0; step < 3; step++)
                trainer.Step(Pixels, OracleWeights.Labels(Batch, spec.Classes), Side, Side, 0.01);
            return trainer.Snapshot();
        }
    }

    [Theory]
    [InlineData(4)] // 3 and 3
    [InlineData(2)]
    [InlineData(1)]
    public void A_batch_in_parts_teaches_what_it_teaches_as_a_whole(int microBatchSize)
    {
        ResNetSpec spec = Thin("resnet18v2");
        NetworkParameters before = OracleWeights.Parameters(spec);
        int[] labels = OracleWeights.Labels(Batch, spec.Classes);
        var options = new TrainerOptions { Optimizer = new SgdOptions(), FreezeNorms = true }; // statistics are those of a part

        using NetworkTrainer whole = new(spec, before, options);
        using NetworkTrainer parts = new(spec, before, options with { MicroBatchSize = microBatchSize });
        StepResult expected = whole.Step(Pixels, labels, Side, Side, 0.1), actual = parts.Step(Pixels, labels, Side, Side, 0.1);

        Assert.Equal(expected.Loss, actual.Loss, 1e-5);
        Assert.Equal(expected.Correct, actual.Correct);
        Assert.Equal(1, parts.Steps);
        foreach (Parameter parameter in parts.Snapshot().Where(parameter => parameter.Shape.Length > 1))
            AssertMovedAlike(whole.Snapshot()[parameter.Name], parameter, before[parameter.Name].Values);
    }

    [Fact]
    public void A_state_of_the_last_stages_carries_the_others_along()
    {
        ResNetSpec spec = Thin("resnet18v2");
        NetworkParameters parameters = OracleWeights.Parameters(spec);
        var options = new TrainerOptions { TrainedStages = 1, AverageDecay = 0.9 };
        (float[] maps, int height, int width) = FirstStages(spec, parameters, 1);
        int[] labels = OracleWeights.Labels(Batch, spec.Classes);
        using NetworkTrainer one = new(spec, parameters, options);
        using NetworkTrainer other = new(spec, NetworkParameters.Initialize(spec, seed: 3), options);
        one.Step(maps, labels, height, width, 0.1);

        other.ImportState(one.ExportState());
        one.Step(maps, labels, height, width, 0.1);
        other.Step(maps, labels, height, width, 0.1);

        Assert.All(one.Snapshot().Zip(other.Snapshot()), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    [Fact]
    public void Statistics_that_are_observed_in_equal_shares_are_the_mean_over_all_batches()
    {
        ResNetSpec spec = Thin("resnet18v2");
        NetworkParameters parameters = OracleWeights.Parameters(spec);
        float[] half = Pixels[..(Pixels.Length / 2)], rest = Pixels[(Pixels.Length / 2)..];

        NetworkParameters first = Observed(half), second = Observed(rest), both = Observed(half, rest);

        foreach (Parameter parameter in both)
        {
            float[] a = first[parameter.Name].Values, b = second[parameter.Name].Values;
            Assert.InRange(Closeness.Distance(parameter.Values, [.. a.Zip(b, (x, y) => (x + y) / 2)]), 0, 1e-6);
            Assert.Equal(parameter.Name.Contains("running", StringComparison.Ordinal), !a.SequenceEqual(parameters[parameter.Name].Values));
        }

        NetworkParameters Observed(params float[][] batches)
        {
            using NetworkTrainer trainer = new(spec, parameters, new TrainerOptions());
            for (int i = 0; i < batches.Length; i++)
                trainer.Observe(batches[i], Batch / 2, Side, Side, share: 1.0 / (i + 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Observe(half, Batch / 2, Side, Side, share: 0));
            return trainer.Snapshot();
        }
    }

    [Fact]
    public void Options_out_of_their_range_and_stages_that_are_not_there_are_refused()
    {
        ResNetSpec spec = Thin("resnet18v2");
        NetworkParameters parameters = OracleWeights.Parameters(spec);

        foreach (TrainerOptions options in new TrainerOptions[]
            { new() { TrainedStages = 4 }, new() { TrainedStages = -1 }, new() { RateDecay = 0 }, new() { RateDecay = 1.1 }, new() { MicroBatchSize = 0 } })
        {
            Assert.Throws<ArgumentException>(() => new NetworkTrainer(spec, parameters, options));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => StagePlan.Create(spec, parameters, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => StagePlan.Create(spec, parameters, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StagePlan.CreateAfter(spec, parameters, 4));
        using StagePlan plan = StagePlan.Create(spec, parameters, 2);
        Assert.Throws<ArgumentException>(() => plan.Run(Pixels, Batch, Side, Side, new float[1]));
    }

    private static ResNetSpec Thin(string name) => ResNetFamily.Get(name) with
    {
        Id = "thin", Depths = [1, 1, 1], Widths = [8, 16, 24], StemWidth = 8, StemPool = false, Classes = 4,
    };

    private static (float[] Maps, int Height, int Width) FirstStages(ResNetSpec spec, NetworkParameters parameters, int trained)
    {
        if (trained == spec.Depths.Length)
            return (Pixels, Side, Side);
        using StagePlan plan = StagePlan.Create(spec, parameters, spec.Depths.Length - trained);
        (int height, int width) = plan.MapSize(Side, Side);
        float[] maps = new float[Batch * height * width * plan.Channels];
        plan.Run(Pixels, Batch, Side, Side, maps);
        return (maps, height, width);
    }

    // Gradients are compared, not values: those hardly differ from what they were.
    private static void AssertMovedAlike(Parameter expected, Parameter actual, float[] before)
    {
        float[] expectedStep = [.. expected.Values.Zip(before, (after, old) => after - old)];
        float[] actualStep = [.. actual.Values.Zip(before, (after, old) => after - old)];
        if (expectedStep.All(value => value == 0))
            Assert.All(actualStep, value => Assert.Equal(0, value));
        else
            Assert.InRange(Closeness.Distance(actualStep, expectedStep), 0, 1e-3);
    }

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => Math.Pow((double)x - y, 2)).Sum());
}
