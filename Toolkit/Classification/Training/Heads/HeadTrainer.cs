using System.Diagnostics;
using MLResNet.Backbones;
using MLResNet.Engine;
using MLResNet.Engine.Regression;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Training.Heads;

/// <summary>
/// Puts a new classifier at the end of a frozen backbone: features once for each image, then logistic regression to convergence, its
/// penalty chosen and its temperature fitted by images that are held out.
/// </summary>
internal sealed class HeadTrainer(PretrainedBackbone backbone, TransferLearningOptions options)
{
    /// <summary>The penalty where no class has two images, so that none can be held out.</summary>
    private const double UnheldL2 = 0.1;

    /// <summary>How far above its minimum the last fit's objective may be left, at most.</summary>
    internal const double Slack = 1e-7;

    private readonly ImagePreprocessing _preprocessing = PreprocessingOf(backbone, options);

    /// <summary>Each image being seen once, there is nothing to draw: weights do for either way of balancing.</summary>
    private bool BalancesClasses => options.BalanceClasses != ClassBalance.None;

    /// <summary>How pictures are fed to a backbone.</summary>
    public static ImagePreprocessing PreprocessingOf(PretrainedBackbone backbone, TransferLearningOptions options) =>
        options.Size is { } size ? backbone.Preprocessing.WithSize(size) : backbone.Preprocessing;

    /// <summary>Computes the features, fits, and returns the model.</summary>
    /// <exception cref="DatasetException">The data cannot be trained on.</exception>
    /// <exception cref="MLResNetException">The backbone's weights are broken, or the images too many.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TrainedModel Run(ImageFolder data, CancellationToken cancellationToken) =>
        Fit(TrainingParts.Of(data, options).HoldOut(options.ValidationFraction ?? 0, options.Seed), cancellationToken).Model;

    /// <summary>Computes the features and fits.</summary>
    /// <param name="parts">Images to fit to and, perhaps, others to choose by.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    /// <inheritdoc cref="Run"/>
    public FittedHead Fit(TrainingParts parts, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        parts.Images.EnsureTrainable();
        using var extractor = new FeatureExtractor(
            backbone, _preprocessing, [.. parts.All.Select(image => image.Path)], options, cancellationToken);
        var meter = new ProgressMeter([1], extractor.Batches, options.Progress);
        ExtractedFeatures features = extractor.Run(meter, cancellationToken);
        parts = parts.Without(features.Unreadable);

        ModelPackage package = Fit(parts, features, meter, cancellationToken);
        var report = new TrainingReport
        {
            Unreadable = features.Unreadable,
            History = [],
            BestEpoch = null,
            Cancelled = false,
            Duration = clock.Elapsed,
            FeaturesFound = extractor.Found,
            FeatureCacheProblem = extractor.CacheProblem,
        };
        return new FittedHead(new TrainedModel(package, report), parts);
    }

    private ModelPackage Fit(
        TrainingParts parts, ExtractedFeatures features, ProgressMeter meter, CancellationToken cancellationToken)
    {
        int[] labels = [.. parts.All.Select(image => image.LabelIndex)];
        float[] importance = Importance(parts.Images, labels);
        float[] weights = [.. importance.Select((weight, row) => row < parts.Images.Count ? weight : 0)];
        using var regression = new LogisticRegression(
            features.Values.AsSpan(0, features.Rows * features.Width), features.Width, labels, parts.Images.Classes.Count, weights,
            new ComputeOptions { Threads = options.Threads });

        IReadOnlyList<bool[]> folds = HeldOutFolds.Of(parts, features.Width, options.Seed);
        PenaltyChoice? choice = folds.Count == 0
            ? null
            : new PenaltySearch(regression, labels, importance, folds).Run(
                options.L2 is { } given ? [given] : PenaltySearch.Path, cancellationToken);
        double l2 = choice?.L2 ?? options.L2 ?? UnheldL2;
        RegressionFit fit = regression.Fit(
            l2, LogisticRegression.ToleranceFor(l2, Slack), start: choice?.Fit, cancellationToken: cancellationToken);

        float[] probabilities = regression.Predict(fit);
        (double temperature, ModelMetrics? validation) = choice is null
            ? (1, null)
            : Calibrate(parts, parts.Validation is null ? choice.Probabilities : probabilities, importance, folds);
        Evaluation training = Logits(parts, probabilities, row => row < parts.Images.Count).Evaluate(temperature);
        meter.EndHead(training.LogLoss, training.Accuracy, validation);
        var settings = new HeadSettings(
            _preprocessing.Size, l2, options.MirrorImages, BalancesClasses, parts.Validation is null ? folds.Count : 0,
            choice?.Trials ?? [], fit.Iterations, fit.GradientNorm);
        return Package(parts, settings, fit.Head, validation, temperature);
    }

    /// <summary>Fits the temperature to images that are held out, which count as they did in the choice of the penalty.</summary>
    private static (double Temperature, ModelMetrics Validation) Calibrate(
        TrainingParts parts, float[] probabilities, float[] importance, IReadOnlyList<bool[]> folds)
    {
        ImageLogits heldOut = Logits(parts, probabilities, IsHeldOut);
        double temperature = heldOut.FitTemperature([.. importance.Where((_, row) => IsHeldOut(row))]);
        return (temperature, ModelMetrics.From(heldOut.Evaluate(temperature)));

        bool IsHeldOut(int row) => folds.Any(fold => fold[row]);
    }

    /// <summary>How much each row counts: all alike, or so that the training images of each class weigh the same together.</summary>
    private float[] Importance(ImageFolder images, int[] labels)
    {
        double present = images.CountsPerClass.Count(count => count > 0);
        return [.. labels.Select(label => BalancesClasses
            ? (float)(images.Count / (present * Math.Max(images.CountsPerClass[label], 1)))
            : 1)];
    }

    /// <summary>The rows that count. The logarithms of probabilities are logits up to a constant, which a softmax does not see.</summary>
    private static ImageLogits Logits(TrainingParts parts, float[] probabilities, Predicate<int> counts)
    {
        IReadOnlyList<string> labels = parts.Images.Classes;
        var rows = parts.All.Select((image, row) => (image, row)).Where(at => counts(at.row)).ToArray();
        IEnumerable<float> logits = rows.SelectMany(at => probabilities.AsSpan(at.row * labels.Count, labels.Count).ToArray())
            .Select(probability => MathF.Log(Math.Max(probability, float.Epsilon)));
        return new ImageLogits(labels, [.. rows.Select(at => at.image)], [.. logits]);
    }

    private ModelPackage Package(
        TrainingParts parts, HeadSettings settings, LinearHead head, ModelMetrics? validation, double temperature)
    {
        var parameters = backbone.Parameters.WithClassifier(head);
        return new ModelPackage(
            new ModelManifest
            {
                Spec = parameters.Spec,
                Preprocessing = _preprocessing,
                Labels = parts.Images.Classes,
                Temperature = temperature,
                Backbone = backbone.Provenance,
                Provenance = new ModelProvenance(ToolVersion.NameAndVersion, nameof(Tune.Head), options.Seed, parts.Describe())
                {
                    Head = settings,
                },
                Validation = validation,
            },
            parameters);
    }
}
