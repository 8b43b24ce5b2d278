namespace MLResNet.Classification.Tests;

public sealed class PredictionTests
{
    private static readonly string[] Labels = ["a", "b", "c", "d"];

    [Fact]
    public void Labels_are_ranked_by_score_and_equal_ones_by_their_order()
    {
        var prediction = new Prediction(Labels, [0.1f, 0.4f, 0.1f, 0.4f]);

        Assert.Equal(("b", 0.4f, 1), (prediction.Label, prediction.Score, prediction.Index));
        Assert.Equal(["b", "d", "a", "c"], prediction.Top(9).Select(top => top.Label));
        Assert.Equal(["b", "d"], prediction.Top(2).Select(top => top.Label));
        Assert.Equal([3, 1, 4, 2], Enumerable.Range(0, 4).Select(prediction.RankOf));
        Assert.Equal(0.1f, prediction.Scores["c"]);
        Assert.Equal("b 40.0 %", prediction.ToString());
    }

    [Fact]
    public void A_picture_has_the_labels_that_reach_their_thresholds_the_likeliest_first_perhaps_none()
    {
        float half = 1 / (1 + MathF.Exp(-0.5f)); // of logit 1 at temperature 2
        Prediction several = Prediction.FromLogits(Labels, [1, 4, -1, 2], temperature: 2, [half, 0.5f, 0.3f, 0.9f]);
        Prediction none = Prediction.FromLogits(Labels, [1, -3, 0, 0], temperature: 1, [0.9f, 0.9f, 0.9f, 0.9f]);

        Assert.Equal(["b", "a", "c"], several.Labels); // one at its threshold, one above it though unlikely
        Assert.Equal(["b", "d", "a", "c"], several.Top(4).Select(top => top.Label));
        Assert.Equal("b 88.1 %, a 62.2 %, c 37.8 %", several.ToString());
        Assert.Empty(none.Labels);
        Assert.Equal(("a", "no label (a 73.1 %)"), (none.Label, none.ToString()));
        Assert.Equal(["c"], Prediction.FromLogits(Labels, [0, 1, 2, 0], temperature: 1).Labels);
        Assert.Equal([0f, 1f, 0.5f], Prediction.Sigmoid([-1e30f, 1e30f, 0]));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1000, 999, -1000)]
    [InlineData(-1e30, -1e30, -2e30)]
    public void Probabilities_add_up_to_one_however_large_the_logits(float a, float b, float c)
    {
        float[] scores = Prediction.Softmax([a, b, c]);

        Assert.Equal(1, scores.Sum(), 1e-6f);
        Assert.All(scores, score => Assert.InRange(score, 0, 1));
        Assert.Equal(Math.Exp((double)b - a), (double)scores[1] / scores[0], 1e-6);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(7.3)]
    [InlineData(1e6)]
    public void A_temperature_spreads_the_scores_and_leaves_the_label(double temperature)
    {
        float[] logits = [1, 2, MathF.BitIncrement(2), 0];

        Prediction prediction = Prediction.FromLogits(Labels, logits, temperature);

        Assert.Equal(("c", 2), (prediction.Label, prediction.Index));
        Assert.Equal("c", prediction.Top(1)[0].Label);
        Assert.Equal([1, 2, 3, 4], prediction.Top(4).Select(top => prediction.RankOf(Array.IndexOf(Labels, top.Label))));
        Assert.Equal(1, prediction.ScoresInOrder.ToArray().Sum(), 1e-6f);
        Assert.Equal(Math.Exp(-1 / temperature), (double)prediction.Scores["a"] / prediction.Scores["b"], 1e-6);
    }
}
