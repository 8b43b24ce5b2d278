using MLResNet.Engine;
using MLResNet.Engine.Regression;
using MLResNet.Engine.Training;

namespace MLResNet.Training.Heads;

/// <summary>Any number of labels an image: a regression for each.</summary>
internal sealed class LabelTargets : HeadTargets
{
    /// <summary>
    /// What is left of 1 beside the largest single-precision number below it: no probability is told closer to 1.
    /// </summary>
    private const double LeastRest = 1.0 / (1 << 25);

    private readonly bool[] _truth;
    private readonly LabelWeights[] _weights;
    private readonly bool _balances;

    public LabelTargets(TrainingParts parts, bool balances) : base(parts)
    {
        ImageFolder images = parts.Images;
        _balances = balances;
        _truth = LabelTable.Of([.. parts.All], images.Classes.Count);
        _weights = [.. images.CountsPerClass.Select(count =>
            balances ? LabelWeights.Balance(count, images.Count - count) : new LabelWeights(1, 1))];
    }

    private int Labels => _weights.Length;

    public override LogisticRegression Regress(ExtractedFeatures features, ComputeOptions compute)
    {
        float[] weights = new float[features.Rows];
        weights.AsSpan(0, Parts.Images.Count).Fill(1);
        return LogisticRegression.PerLabel(
            features.Values.AsSpan(0, features.Rows * features.Width), features.Width, _truth, Labels, weights, _balances, compute);
    }

    public override double LogLoss(float[] probabilities, IReadOnlyList<bool[]> folds)
    {
        double loss = 0, total = 0;
        foreach (bool[] fold in folds)
        {
            for (int i = 0; i < _truth.Length; i++)
            {
                if (!fold[i / Labels])
                    continue;
                loss += WeightOf(i) * LossOf(_truth[i] ? probabilities[i] : 1.0 - probabilities[i]);
                total += WeightOf(i);
            }
        }
        return loss / total;
    }

    public override float[] Importance(Predicate<int> counts) =>
        [.. Enumerable.Range(0, _truth.Length).Where(i => counts(i / Labels)).Select(WeightOf)];

    protected override float LogitOf(float probability) =>
        (float)(Math.Log(Math.Max(probability, float.Epsilon)) - Math.Log(Math.Max(1.0 - probability, LeastRest)));

    private float WeightOf(int answer) => _truth[answer] ? _weights[answer % Labels].With : _weights[answer % Labels].Without;
}
