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
