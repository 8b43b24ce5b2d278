using MLResNet.Engine.Networks;
using MLResNet.Engine.Tests.Networks;
using MLResNet.Engine.Training;

namespace MLResNet.Engine.Tests.Training;

public sealed class TaughtStepTests
{
    private const int Batch = 6, Side = 16, Classes = 3;

    private static readonly ResNetSpec Spec =
        ResNetFamily.Get("resnet20-cifar") with { Depths = [1, 1], Widths = [8, 16], StemWidth = 8, Classes = Classes };

    private static readonly int[] Wrong = [0, 1, 2, 0, 1, 2], Right = [1, 2, 0, 2, 2, 1];

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void Answers_that_have_all_the_say_teach_what_labels_would_in_parts_of_a_batch_too(int? microBatchSize)
    {
        var options = new TrainerOptions { FreezeNorms = true, MicroBatchSize = microBatchSize };
        float[] answers = [.. Right.SelectMany(label => Enumerable.Range(0, Classes).Select(c => c == label ? 1f : 0))];

        (double expected, float[] labelled) = Step(options, Right, default);
        (double actual, float[] taught) = Step(options, Wrong, new TeacherAnswers(answers, 1));

        Assert.Equal(expected, actual, 1e-6);
        Assert.InRange(Closeness.Distance(taught, labelled), 0, 1e-5);
    }

    [Fact]
    public void Answers_that_are_not_for_the_batch_are_refused()
    {
        using var trainer = new NetworkTrainer(Spec, NetworkParameters.Initialize(Spec, 1), new TrainerOptions());
        float[] pixels = OracleWeights.Pixels(2, Side, Side), answers = new float[Classes];

        Assert.Throws<ArgumentException>(
            () => trainer.Step(pixels, new LabelMixture([0, 1]), Side, Side, 0.1, new TeacherAnswers(answers, 0.5)));
        Assert.Throws<ArgumentException>(
            () => trainer.Step(pixels, new float[2 * Classes], Side, Side, 0.1, new TeacherAnswers(answers, 0.5)));
    }

    private static (double Loss, float[] Weight) Step(TrainerOptions options, int[] labels, TeacherAnswers teacher)
    {
        using var trainer = new NetworkTrainer(Spec, NetworkParameters.Initialize(Spec, 1), options);
        double loss = trainer.Step(OracleWeights.Pixels(Batch, Side, Side), new LabelMixture(labels), Side, Side, 0.05, teacher).Loss;
        return (loss, trainer.Snapshot()["fc.weight"].Values);
    }
}
