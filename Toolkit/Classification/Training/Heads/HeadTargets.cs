using MLResNet.Engine;
using MLResNet.Engine.Regression;

namespace MLResNet.Training.Heads;

/// <summary>
/// What a head is fitted to: a class an image, or any number of labels. Rows are the images of training, then those of
/// validation.
/// </summary>
internal abstract class HeadTargets(TrainingParts parts)
{
    private const double LeastProbability = 1e-15;

    /// <summary>The images.</summary>
    protected TrainingParts Parts => parts;

    /// <summary>The targets of images.</summary>
    /// <param name="parts">The images.</param>
    /// <param name="balances">Whether each class counts the same, or having a label as much as not having it.</param>
    public static HeadTargets Of(TrainingParts parts, bool balances) =>
        parts.Images.IsMultiLabel ? new LabelTargets(parts, balances) : new ClassTargets(parts, balances);

    /// <summary>The regression that the head is.</summary>
    /// <param name="features">The features of all rows.</param>
    /// <param name="compute">Threads.</param>
    public abstract LogisticRegression Regress(ExtractedFeatures features, ComputeOptions compute);

    /// <summary>The mean log-loss of rows that are held out.</summary>
    /// <param name="probabilities">[rows][classes].</param>
    /// <param name="folds">The rows that are held out together, true for each such.</param>
    public abstract double LogLoss(float[] probabilities, IReadOnlyList<bool[]> folds);

    /// <summary>The rows that count.</summary>
    /// <param name="probabilities">[rows][classes].</param>
    /// <param name="counts">Whether a row does.</param>
    public ImageLogits Logits(float[] probabilities, Predicate<int> counts)
    {
        IReadOnlyList<string> labels = parts.Images.Classes;
        var rows = parts.All.Select((image, row) => (image, row)).Where(at => counts(at.row)).ToArray();
        IEnumerable<float> logits = rows
            .SelectMany(at => probabilities.AsSpan(at.row * labels.Count, labels.Count).ToArray()).Select(LogitOf);
        return new ImageLogits(labels, [.. rows.Select(at => at.image)], [.. logits], parts.Images.IsMultiLabel);
    }

    /// <summary>
    /// How much the rows that count do so when a temperature is fitted, as <see cref="ImageLogits.Calibrate"/> takes it.
    /// </summary>
    public abstract float[] Importance(Predicate<int> counts);

    /// <summary>-ln(probability), bounded, so that one certain error is not infinite.</summary>
    protected static double LossOf(double probability) => -Math.Log(Math.Max(probability, LeastProbability));

    /// <summary>The logit of a probability, perhaps but for a constant.</summary>
    protected abstract float LogitOf(float probability);
}
