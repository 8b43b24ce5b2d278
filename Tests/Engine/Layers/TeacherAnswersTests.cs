using MLResNet.Engine.Layers;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Training;

namespace MLResNet.Engine.Tests.Layers;

public sealed class TeacherAnswersTests
{
    private const int Images = 5, Classes = 4;

    private static readonly int[] Labels = [0, 1, 2, 3, 1], Taught = [3, 1, 0, 2, 2], TaughtToo = [3, 0, 0, 1, 2];

    // What a mixture of two labels asks for: seven tenths of one class and the rest of another.
    private static readonly float[] Answers = [.. Enumerable.Range(0, Images * Classes).Select(i =>
        (i % Classes == Taught[i / Classes] ? 0.7f : 0) + (i % Classes == TaughtToo[i / Classes] ? 0.3f : 0))];

    [Theory]
    [InlineData(0.4, 0, false)]
    [InlineData(0.8, 0.1, false)]
    [InlineData(1, 0.1, true)]
    [InlineData(0.3, 0.2, true)]
    public void A_taught_loss_is_the_mixture_of_that_of_the_labels_smoothed_and_that_of_the_answers_not(double share, double smoothing, bool isMultiLabel)
    {
        (double labels, float[] slopeOfLabels) = Evaluate(smoothing, Labels, default, isMultiLabel);
        (double answers, float[] slopeOfAnswers) = isMultiLabel
            ? EvaluateSigmoids(0, Answers, default)
            : EvaluateClasses(0, new LabelMixture(Taught, TaughtToo, 0.7), default);
        (double taught, float[] slope) = Evaluate(smoothing, Labels, new TeacherAnswers(Answers, share), isMultiLabel);

        Assert.Equal((1 - share) * labels + share * answers, taught, 1e-6);
        for (int i = 0; i < slope.Length; i++)
            Assert.Equal((1 - share) * slopeOfLabels[i] + share * slopeOfAnswers[i], slope[i], 1e-6);
    }

    [Fact]
    public void Answers_without_a_share_change_no_bit()
    {
        (double plain, float[] slope) = Evaluate(0.1, Labels, default, isMultiLabel: false);
        (double taught, float[] taughtSlope) = Evaluate(0.1, Labels, new TeacherAnswers(Answers, 0), isMultiLabel: false);

        Assert.Equal(plain, taught);
        Assert.Equal(slope, taughtSlope);
    }

    [Fact]
    public void What_is_no_share_and_what_is_no_probability_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new TeacherAnswers(Answers, 1.1).Share);
        Assert.Throws<ArgumentException>(() => new TeacherAnswers(Answers, double.NaN).Share);
        Assert.Throws<ArgumentException>(() => new TeacherAnswers([0.5f, -0.1f], 0.5).Share);
        Assert.Throws<ArgumentException>(() => new TeacherAnswers([float.NaN], 0.5).Share);
    }

    private static (double Loss, float[] Slope) Evaluate(double smoothing, int[] labels, TeacherAnswers teacher, bool isMultiLabel) => isMultiLabel
        ? EvaluateSigmoids(smoothing, [.. labels.SelectMany(label => Enumerable.Range(0, Classes).Select(c => c == label ? 1f : 0))], teacher)
        : EvaluateClasses(smoothing, new LabelMixture(labels), teacher);

    private static (double Loss, float[] Slope) EvaluateClasses(double smoothing, LabelMixture labels, TeacherAnswers teacher)
    {
        using Tensor logits = Logits(), slope = new(Images, 1, 1, Classes);
        double loss = new SoftmaxCrossEntropy(smoothing).Evaluate(logits, labels, teacher, slope);
        return (loss, slope.Span.ToArray());
    }

    private static (double Loss, float[] Slope) EvaluateSigmoids(double smoothing, float[] targets, TeacherAnswers teacher)
    {
        using Tensor logits = Logits(), slope = new(Images, 1, 1, Classes);
        double loss = new SigmoidCrossEntropy(smoothing).Evaluate(logits, targets, teacher, slope);
        return (loss, slope.Span.ToArray());
    }

    private static Tensor Logits()
    {
        var logits = new Tensor(Images, 1, 1, Classes);
        for (int i = 0; i < Images * Classes; i++)
            logits.Span[i] = (i * 7 % 11 - 5) / 3f;
        return logits;
    }
}
