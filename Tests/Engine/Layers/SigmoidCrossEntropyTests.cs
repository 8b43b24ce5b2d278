using System.Text.Json;
using MLResNet.Engine.Layers;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Tests.Networks;
using MLResNet.Engine.Training;

namespace MLResNet.Engine.Tests.Layers;

public sealed class SigmoidCrossEntropyTests
{
    [Fact]
    public void Loss_and_gradient_are_those_of_torch()
    {
        using JsonDocument oracle = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Layers", "Fixtures", "label-losses.json")));
        foreach (JsonElement expected in oracle.RootElement.EnumerateArray())
        {
            string name = expected.GetProperty("name").GetString()!;
            int images = expected.GetProperty("images").GetInt32(), labels = expected.GetProperty("labels").GetInt32();
            float[] logits = OracleWeights.Fill(name + ".logits", images * labels, u => (2 * u - 1) * 6);
            float[] targets = OracleWeights.Fill(name + ".targets", images * labels, u => Math.Round(u * 4) / 4);
            float[] with = OracleWeights.Fill(name + ".with", labels, u => 0.5 + u);
            float[] without = OracleWeights.Fill(name + ".without", labels, u => 0.5 + u);
            LabelWeights[]? weights = expected.GetProperty("weighted").GetBoolean()
                ? [.. with.Zip(without, (own, other) => new LabelWeights(own, other))]
                : null;

            (double loss, float[] gradient) = Evaluate(
                new SigmoidCrossEntropy(expected.GetProperty("smoothing").GetDouble(), weights), logits, targets, labels);

            Assert.Equal(expected.GetProperty("loss").GetDouble(), loss, 1e-9);
            float[] slopes = [.. expected.GetProperty("gradient").EnumerateArray().Select(number => number.GetSingle())];
            Assert.InRange(Closeness.Distance(gradient, slopes), 0, 1e-6);
        }
    }

    [Fact]
    public void Certain_answers_cost_nothing_if_right_their_logit_if_wrong_and_are_never_infinite()
    {
        (double right, float[] flat) = Evaluate(new SigmoidCrossEntropy(), [1e4f, -1e4f], [1, 0], labels: 2);
        (double wrong, float[] steep) = Evaluate(new SigmoidCrossEntropy(), [1e4f, -1e4f], [0, 1], labels: 2);

        Assert.Equal((0, 1e4), (right, wrong));
        Assert.Equal([0, 0], flat);
        Assert.Equal([0.5f, -0.5f], steep);
    }

    [Fact]
    public void Balanced_weights_let_both_answers_count_the_same_and_an_image_one_on_average()
    {
        LabelWeights weights = LabelWeights.Balance(with: 5, without: 45);

        Assert.Equal(5 * weights.With, 45 * weights.Without, 1e-4);
        Assert.Equal(50, 5 * weights.With + 45 * weights.Without, 1e-4);
        Assert.Equal(new LabelWeights(1, 1), LabelWeights.Balance(0, 7));
    }

    private static (double Loss, float[] Gradient) Evaluate(SigmoidCrossEntropy loss, float[] logits, float[] targets, int labels)
    {
        using Tensor values = new(logits.Length / labels, 1, 1, labels), slope = new(logits.Length / labels, 1, 1, labels);
        logits.CopyTo(values.Span);
        double result = loss.Evaluate(values, targets, default, slope);
        return (result, slope.Span.ToArray());
    }
}
