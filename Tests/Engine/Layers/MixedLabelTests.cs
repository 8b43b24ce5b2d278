using MLResNet.Engine.Layers;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Training;

namespace MLResNet.Engine.Tests.Layers;

public sealed class MixedLabelTests
{
    private const int Images = 5, Classes = 4;

    private static readonly int[] First = [0, 1, 2, 3, 1], Second = [3, 1, 0, 2, 2];

    [Theory]
    [InlineData(0.3, 0)]
    [InlineData(0.8, 0.1)]
    public void The_loss_of_a_mixture_is_the_mixture_of_the_losses(double share, double smoothing)
    {
        var loss = new SoftmaxCrossEntropy(smoothing);
        (double a, float[] slopeA) = Evaluate(loss, new LabelMixture(First));
        (double b, float[] slopeB) = Evaluate(loss, new LabelMixture(Second));
        (double mixed, float[] slope) = Evaluate(loss, new LabelMixture(First, Second, share));

        Assert.Equal(share * a + (1 - share) * b, mixed, 1e-9);
        for (int i = 0; i < slope.Length; i++)
            Assert.Equal(share * slopeA[i] + (1 - share) * slopeB[i], slope[i], 1e-6);
    }

    [Fact]
    public void The_targets_of_an_image_sum_to_one()
    {
        // A softmax sums to one, and the gradient is the softmax less the target.
        (_, float[] slope) = Evaluate(new SoftmaxCrossEntropy(0.1), new LabelMixture(First, Second, 0.35));

        Assert.All(slope.Chunk(Classes), row => Assert.Equal(0, row.Sum(), 1e-6));
    }

    [Fact]
    public void A_share_out_of_its_range_and_labels_of_two_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new LabelMixture(First, Second, 1.1).Length);
        Assert.Throws<ArgumentException>(() => new LabelMixture(First, [1], 0.5).Length);
    }

    private static (double Loss, float[] Slope) Evaluate(SoftmaxCrossEntropy loss, LabelMixture labels)
    {
        using Tensor logits = new(Images, 1, 1, Classes), slope = new(Images, 1, 1, Classes);
        for (int i = 0; i < Images * Classes; i++)
            logits.Span[i] = (i * 7 % 11 - 5) / 3f;
        double value = loss.Evaluate(logits, labels, default, slope);
        return (value, slope.Span.ToArray());
    }
}
