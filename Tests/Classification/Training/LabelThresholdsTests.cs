using MLResNet.Training;

namespace MLResNet.Classification.Tests.Training;

public sealed class LabelThresholdsTests
{
    [Fact]
    public void No_other_threshold_gives_a_higher_f1()
    {
        var random = new Random(3);
        for (int trial = 0; trial < 200; trial++)
        {
            int images = random.Next(1, 40), steps = random.Next(2, 60); // few steps make equal scores
            float[] scores = [.. Enumerable.Range(0, images).Select(_ => random.Next(steps + 1) / (float)steps)];
            bool[] truth = [.. scores.Select(score => random.NextDouble() < 0.1 + 0.6 * score)];
            float threshold = LabelThresholds.Choose(scores, truth, labels: 1)[0];

            double best = scores.Max(score => F1(scores, truth, score));
            if (truth.Contains(true))
                Assert.Equal(best, F1(scores, truth, threshold));
            else
                Assert.Equal(0.5f, threshold);
        }
    }

    [Theory]
    [InlineData(new[] { 0.9f, 0.8f, 0.2f, 0.1f }, 0.5f)]
    [InlineData(new[] { 0.9f, 0.4f, 0.2f, 0.1f }, 0.3f)]
    [InlineData(new[] { 0.99f, 0.97f, 0.9f, 0.1f }, 0.935f)]
    public void Where_both_kinds_part_it_is_a_half_if_that_lies_between_them_and_their_middle_otherwise(float[] scores, float expected) =>
        Assert.Equal(expected, LabelThresholds.Choose(scores, [true, true, false, false], labels: 1)[0], 1e-6f);

    [Fact]
    public void Each_label_has_its_own_and_one_that_every_image_has_one_that_all_reach()
    {
        float[] thresholds = LabelThresholds.Choose(
            [0.1f, 0.3f, 0.2f, 0.05f, 0.4f, 0.9f], [false, true, false, false, false, true], labels: 2);

        Assert.Equal(0.5f, thresholds[0]); // no image has it
        Assert.Equal(0.175f, thresholds[1], 1e-6f); // 0.3 and 0.9 have it, 0.05 has not
        Assert.Equal(0.1f, LabelThresholds.Choose([0.3f, 0.2f], [true, true], labels: 1)[0], 1e-6f);
        Assert.Equal(0, LabelThresholds.Choose([0, 0], [true, false], labels: 1)[0]);
    }

    private static double F1(float[] scores, bool[] truth, float threshold)
    {
        int hits = scores.Where((score, i) => score >= threshold && truth[i]).Count();
        return 2.0 * hits / (scores.Count(score => score >= threshold) + truth.Count(has => has));
    }
}
