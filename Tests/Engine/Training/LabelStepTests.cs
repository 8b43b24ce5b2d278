using MLResNet.Engine.Networks;
using MLResNet.Engine.Optimizers;
using MLResNet.Engine.Tests.Networks;
using MLResNet.Engine.Training;

namespace MLResNet.Engine.Tests.Training;

public sealed class LabelStepTests
{
    private const int Batch = 6, Side = 16, Labels = 3;

    private static readonly ResNetSpec Spec =
        ResNetFamily.Get("resnet20-cifar") with { Depths = [1, 1], Widths = [8, 16], StemWidth = 8, Classes = Labels };

    // Images of none, one, two and all labels.
    private static readonly float[] Targets = [0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 0, 1];

    [Fact]
    public void A_network_learns_which_labels_images_have_and_which_have_none()
    {
        using var trainer = new NetworkTrainer(
            Spec, NetworkParameters.Initialize(Spec, 1), new TrainerOptions { Optimizer = new AdamWOptions() });
        float[] pixels = OracleWeights.Pixels(Batch, Side, Side);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] += 2 * Targets[i / (Side * Side * 3) * Labels + i % 3]; // a label is a colour

        StepResult first = trainer.Step(pixels, Targets, Side, Side, 0.01), last = first;
        for (int step = 0; step < 40; step++)
            last = trainer.Step(pixels, Targets, Side, Side, 0.01);

        Assert.InRange(first.Loss, 0.3, 1.5); // ln 2 is guessing
        Assert.InRange(last.Loss, 0, 0.15);
        Assert.Equal(Batch, last.Correct);
    }

    [Fact]
    public void The_loss_of_a_batch_in_parts_is_that_of_the_whole_batch()
    {
        // Frozen norms do not see which part they are in.
        var options = new TrainerOptions { FreezeNorms = true, LabelSmoothing = 0.1, LabelWeights = [new(2, 1), new(1, 1), new(0.5f, 3)] };
        (double whole, float[] expected) = Step(options);
        (double parts, float[] actual) = Step(options with { MicroBatchSize = 2 });

        Assert.Equal(whole, parts, 1e-6);
        Assert.InRange(Closeness.Distance(actual, expected), 0, 1e-5);

        static (double Loss, float[] Weight) Step(TrainerOptions options)
        {
            using var trainer = new NetworkTrainer(Spec, NetworkParameters.Initialize(Spec, 1), options);
            double loss = trainer.Step(OracleWeights.Pixels(Batch, Side, Side), Targets, Side, Side, 0.05).Loss;
            return (loss, trainer.Snapshot()["fc.weight"].Values);
        }
    }

    [Fact]
    public void Targets_that_cannot_be_are_refused()
    {
        using var trainer = new NetworkTrainer(Spec, NetworkParameters.Initialize(Spec, 1), new TrainerOptions());
        float[] pixels = OracleWeights.Pixels(1, Side, Side);

        foreach (float[] targets in new float[][] { [1, 0], [1, 0, 1.5f], [float.NaN, 0, 0], [0, 0, 0, 0, 0, 0] })
            Assert.Throws<ArgumentException>(() => trainer.Step(pixels, targets, Side, Side, 0.1));
        var weightless = new TrainerOptions { LabelWeights = [new(1, 0), new(1, 1), new(1, 1)] };
        Assert.Throws<ArgumentException>(() => new NetworkTrainer(Spec, NetworkParameters.Initialize(Spec, 1), weightless));
    }
}
