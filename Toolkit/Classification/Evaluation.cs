using MLResNet.Metrics;

namespace MLResNet;

/// <summary>How a classifier fares on labelled images.</summary>
/// <remarks>
/// Averages over classes ("macro") take the classes that have at least one image here; a class of the model that the data lacks
/// does not count against it.
/// </remarks>
public sealed partial class Evaluation
{
    /// <summary>
    /// The least probability that log-loss takes an image's label to have, so that one certain error is not infinite.
    /// </summary>
    private const double SmallestProbability = 1e-15;

    private const float LeastSuspicion = 0.5f;

    private readonly ConfusionMatrix? _confusion;
    private readonly double? _topKAccuracy;

    /// <summary>Sums up images of one class each, which must not be none.</summary>
    internal Evaluation(
        IReadOnlyList<string> labels, IReadOnlyList<EvaluatedImage> images, IReadOnlyList<UnreadableFile> unreadable, int topK)
    {
        ArgumentOutOfRangeException.ThrowIfZero(images.Count);
        Labels = labels;
        Predictions = images;
        Unreadable = unreadable;
        TopK = Math.Clamp(topK, 1, labels.Count);
        _confusion = new ConfusionMatrix(labels, images);
        Classes = [.. labels.Select((label, i) =>
            new ClassMetrics(label, _confusion.RowTotal(i), _confusion.ColumnTotal(i), _confusion[i, i]))];
        Correct = Classes.Sum(metrics => metrics.Correct);
        _topKAccuracy = images.Count(image => image.LabelRank <= TopK) / (double)Images;
        LogLoss = -images.Average(image => Math.Log(Math.Max(image.LabelScore, SmallestProbability)));
        CalibrationBins = CalibrationBin.Of(images.Select(image => (image.PredictedScore, image.Correct)));
        SuspectedLabels = [.. FindSuspectedLabels()];
        PriorLogLoss = -Present.Sum(metrics => metrics.Support / (double)Images * Math.Log(metrics.Support / (double)Images));
    }

    private Evaluation(
        IReadOnlyList<string> labels, IReadOnlyList<EvaluatedImage> images, IReadOnlyList<UnreadableFile> unreadable,
        IReadOnlyList<float>? thresholds)
    {
        ArgumentOutOfRangeException.ThrowIfZero(images.Count);
        Labels = labels;
        Predictions = images;
        Unreadable = unreadable;
        var answers = new LabelAnswers(labels, images);
        Classes = [.. labels.Select((label, i) => answers.MetricsOf(i, label, thresholds?[i]))];
        Correct = images.Count(image => image.Correct);
        LogLoss = answers.LogLoss(SmallestProbability);
        PriorLogLoss = answers.PriorLogLoss;
        HammingLoss = answers.HammingLoss;
        CalibrationBins = CalibrationBin.Of(answers.All);
        SuspectedLabels = [.. answers.Suspected(LeastSuspicion)];
    }

    /// <summary>Sums up images of any number of labels each, which must not be none.</summary>
    /// <param name="labels">The model's labels.</param>
    /// <param name="images">The images, with scores of all labels.</param>
    /// <param name="unreadable">Files that could not be read.</param>
    /// <param name="thresholds">The model's thresholds; null for images of several models.</param>
    internal static Evaluation OfLabels(
        IReadOnlyList<string> labels, IReadOnlyList<EvaluatedImage> images, IReadOnlyList<UnreadableFile> unreadable,
        IReadOnlyList<float>? thresholds) => new(labels, images, unreadable, thresholds);

    /// <summary>
    /// Whether images may have any number of labels. Then each label of each image is an answer of its own, right or wrong.
    /// </summary>
    public bool IsMultiLabel => _confusion is null;

    /// <summary>The model's labels.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Images that were read and classified.</summary>
    public int Images => Predictions.Count;

    /// <summary>
    /// Images whose likeliest label is the right one; with several labels those of which each label is told right.
    /// </summary>
    public int Correct { get; }

    /// <summary>
    /// Share of the images that are recognised, 0 to 1; with several labels also known as subset or exact-match accuracy.
    /// </summary>
    public double Accuracy => (double)Correct / Images;

    /// <summary>Where the accuracy on any number of such images lies, with 95 % confidence (Wilson's score interval).</summary>
    public ProportionInterval AccuracyInterval => ProportionInterval.Wilson(Correct, Images);

    /// <summary>How many of the likeliest labels <see cref="TopKAccuracy"/> looks at; 0 where images may have several.</summary>
    public int TopK { get; }

    /// <summary>Share of the images whose label is among the <see cref="TopK"/> likeliest, 0 to 1.</summary>
    /// <exception cref="InvalidOperationException">Images may have several labels.</exception>
    public double TopKAccuracy =>
        _topKAccuracy ?? throw new InvalidOperationException("Images with several labels have no top-k accuracy.");

    /// <summary>Mean precision of the classes.</summary>
    public double MacroPrecision => Mean(metrics => metrics.Precision);

    /// <summary>Mean recall of the classes, also known as balanced or macro accuracy.</summary>
    public double MacroRecall => Mean(metrics => metrics.Recall);

    /// <summary>Mean F1 of the classes.</summary>
    public double MacroF1 => Mean(metrics => metrics.F1);

    /// <summary>F1 over all images together; with one label an image it equals the accuracy.</summary>
    public double MicroF1 => IsMultiLabel
        ? 2.0 * Classes.Sum(metrics => metrics.Correct) / Math.Max(Classes.Sum(metrics => metrics.Support + metrics.Predicted), 1)
        : Accuracy;

    /// <summary>
    /// Where images may have several labels: the share of the answers, one a label and image, that is wrong, 0 to 1. Null
    /// otherwise.
    /// </summary>
    public double? HammingLoss { get; }

    /// <summary>
    /// Where images may have several labels: mean of <see cref="ClassMetrics.AveragePrecision"/> over the labels that have
    /// images, 0 to 1. Null otherwise, and where no label has any.
    /// </summary>
    public double? MeanAveragePrecision => Classes.Average(metrics => metrics.AveragePrecision);

    /// <summary>
    /// Mean of -ln(probability of the image's label): 0 is perfect, ln(number of classes) is guessing. Where images may have
    /// several labels: mean over images and labels of -ln(probability of the right answer, yes or no), the binary log-loss; ln 2
    /// is guessing.
    /// </summary>
    public double LogLoss { get; }

    /// <summary>
    /// 1 - log-loss / log-loss of always answering with the classes' shares of this data: 1 is perfect, 0 is no better than that,
    /// below 0 is worse; 0 where all images are of one class, or have the same labels.
    /// </summary>
    public double LogLossReduction => PriorLogLoss == 0 ? 0 : 1 - LogLoss / PriorLogLoss;

    /// <summary>
    /// Expected calibration error, 0 to 1: how far probability and share of right answers lie apart, the mean over the images of
    /// |accuracy - confidence| of their bin (Naeini, Cooper and Hauskrecht 2015, "Obtaining well calibrated probabilities using
    /// Bayesian binning"; with 15 bins as in Guo, Pleiss, Sun and Weinberger 2017, "On calibration of modern neural networks").
    /// On few images it is large by chance alone. Where images may have several labels it is the mean over all labels of all
    /// images.
    /// </summary>
    public double CalibrationError
    {
        get
        {
            double answers = CalibrationBins.Sum(bin => bin.Images);
            return CalibrationBins.Where(bin => bin.Images > 0)
                .Sum(bin => bin.Images / answers * Math.Abs(bin.Accuracy!.Value - bin.Confidence!.Value));
        }
    }

    /// <summary>
    /// The images by the probability of their likeliest label, in 15 bins of equal width: a reliability diagram. Where images may
    /// have several labels: all labels of all images by their probability, and the share of them that the images have.
    /// </summary>
    public IReadOnlyList<CalibrationBin> CalibrationBins { get; }

    /// <summary>
    /// Images whose label may be wrong, the likeliest case first: the model takes them for another class with a probability of
    /// 0.5 or more, and not less than it gives that class, on average, on images that bear its label (Northcutt, Jiang and Chuang
    /// 2021, "Confident learning: estimating uncertainty in dataset labels", section 3.1, where there is no 0.5: it keeps a model
    /// that is sure of nothing from suspecting everything). Where images may have several labels, the classes are having and not
    /// having a label, and one suspicious label is enough. A suspicion and no more, better founded the better the model.
    /// </summary>
    public IReadOnlyList<EvaluatedImage> SuspectedLabels { get; }

    /// <summary>Counts by what the images are and what they are taken for.</summary>
    /// <exception cref="InvalidOperationException">Images may have several labels.</exception>
    public ConfusionMatrix Confusion =>
        _confusion ?? throw new InvalidOperationException("Images with several labels have no confusion matrix.");

    /// <summary>Precision, recall, F1 and support of each label.</summary>
    public IReadOnlyList<ClassMetrics> Classes { get; }

    /// <summary>Every classified image, in the data's order.</summary>
    public IReadOnlyList<EvaluatedImage> Predictions { get; }

    /// <summary>Files that could not be read, with the reason; they count in no figure.</summary>
    public IReadOnlyList<UnreadableFile> Unreadable { get; }

    private double PriorLogLoss { get; }

    private IEnumerable<ClassMetrics> Present => Classes.Where(metrics => metrics.Support > 0);

    private double Mean(Func<ClassMetrics, double> figure) => Present.Select(figure).DefaultIfEmpty().Average();

    // A class without images here gives no measure of how sure the model is of it, so nothing is suspected to belong there.
    private IEnumerable<EvaluatedImage> FindSuspectedLabels()
    {
        Dictionary<string, double> usual = Predictions.GroupBy(image => image.Label, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Average(image => (double)image.LabelScore), StringComparer.Ordinal);
        return Predictions
            .Where(image => !image.Correct && image.PredictedScore >= LeastSuspicion
                && usual.TryGetValue(image.PredictedLabel, out double confidence) && image.PredictedScore >= confidence)
            .OrderByDescending(image => image.PredictedScore);
    }
}
