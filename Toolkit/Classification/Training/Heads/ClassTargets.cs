using MLResNet.Engine;
using MLResNet.Engine.Regression;

namespace MLResNet.Training.Heads;

/// <summary>A class an image.</summary>
internal sealed class ClassTargets : HeadTargets
{
    private readonly int[] _labels;
    private readonly float[] _importance;

    public ClassTargets(TrainingParts parts, bool balances) : base(parts)
    {
        _labels = [.. parts.All.Select(image => image.LabelIndex)];
        _importance = ImportanceOf(parts.Images, _labels, balances);
    }

    public override LogisticRegression Regress(ExtractedFeatures features, ComputeOptions compute)
    {
        float[] weights = [.. _importance.Select((weight, row) => row < Parts.Images.Count ? weight : 0)];
        return new LogisticRegression(
            features.Values.AsSpan(0, features.Rows * features.Width), features.Width, _labels, Parts.Images.Classes.Count, weights,
            compute);
    }

    public override double LogLoss(float[] probabilities, IReadOnlyList<bool[]> folds)
    {
        int classes = Parts.Images.Classes.Count;
        double loss = 0, total = 0;
        foreach (bool[] fold in folds)
        {
            for (int row = 0; row < fold.Length; row++)
            {
                if (!fold[row])
                    continue;
                loss += _importance[row] * LossOf(probabilities[row * classes + _labels[row]]);
                total += _importance[row];
            }
        }
        return loss / total;
    }

    public override float[] Importance(Predicate<int> counts) => [.. _importance.Where((_, row) => counts(row))];

    /// <summary>The logarithms of probabilities are logits up to a constant, which a softmax does not see.</summary>
    protected override float LogitOf(float probability) => MathF.Log(Math.Max(probability, float.Epsilon));

    /// <summary>
    /// How much each row counts: all alike, or so that the training images of each class weigh the same together.
    /// </summary>
    private static float[] ImportanceOf(ImageFolder images, int[] labels, bool balances)
    {
        double present = images.CountsPerClass.Count(count => count > 0);
        return [.. labels.Select(label => balances
            ? (float)(images.Count / (present * Math.Max(images.CountsPerClass[label], 1)))
            : 1)];
    }
}
