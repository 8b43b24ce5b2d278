using System.Diagnostics;
using MLResNet.Backbones;
using MLResNet.Engine;
using MLResNet.Engine.Regression;
using MLResNet.Imaging;
using MLResNet.Metrics;
using MLResNet.Packaging;

namespace MLResNet.Training.Heads;

/// <summary>
/// Puts a new classifier at the end of a frozen backbone: features once for each image, then logistic regression to convergence, its
/// penalty chosen by images that are held out.
/// </summary>
internal sealed class HeadTrainer(PretrainedBackbone backbone, TransferLearningOptions options)
{
    /// <summary>The penalty where no class has two images, so that none can be held out.</summary>
    private const double UnheldL2 = 0.1;

    /// <summary>How far above its minimum the last fit's objective may be left, at most.</summary>
    private const double Slack = 1e-7;

    private readonly ImagePreprocessing _preprocessing =
        options.Size is { } size ? backbone.Preprocessing.WithSize(size) : backbone.Preprocessing;

    /// <summary>Computes the features, fits, and returns the model.</summary>
    /// <exception cref="DatasetException">The data cannot be trained on.</exception>
    /// <exception cref="MLResNetException">The backbone's weights are broken, or the images too many.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ImageClassifier Run(ImageFolder data, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        TrainingParts parts = TrainingParts.Of(data, options).HoldOut(options.ValidationFraction ?? 0, options.Seed);
        parts.Images.EnsureTrainable();
        using var extractor = new FeatureExtractor(
            backbone, _preprocessing, [.. parts.All.Select(image => image.Path)], options, cancellationToken);
        var meter = new ProgressMeter([1], extractor.Batches, options.Progress);
        ExtractedFeatures features = extractor.Run(meter, cancellationToken);
        parts = parts.Without(features.Unreadable);

        (HeadSettings settings, LinearHead head, ModelMetrics? validation) = Fit(parts, features, meter, cancellationToken);
        return new ImageClassifier(Package(parts, settings, head, validation), new ImageClassifierOptions { Threads = options.Threads })
        {
            TrainingReport = new TrainingReport
            {
                Unreadable = features.Unreadable,
                History = [],
                BestEpoch = null,
                Cancelled = false,
                Duration = clock.Elapsed,
                FeaturesFound = extractor.Found,
                FeatureCacheProblem = extractor.CacheProblem,
            },
        };
    }

    private (HeadSettings Settings, LinearHead Head, ModelMetrics? Validation) Fit(
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
        Evaluation training = Evaluate(parts, probabilities, row => row < parts.Images.Count);
        ModelMetrics? validation = choice is null ? null : ModelMetrics.From(Evaluate(
            parts, parts.Validation is null ? choice.Probabilities : probabilities, row => folds.Any(fold => fold[row])));
        meter.EndHead(training.LogLoss, training.Accuracy, validation);
        var settings = new HeadSettings(
            _preprocessing.Size, l2, options.MirrorImages, options.BalanceClasses, parts.Validation is null ? folds.Count : 0,
            choice?.Trials ?? [], fit.Iterations, fit.GradientNorm);
        return (settings, fit.Head, validation);
    }

    /// <summary>How much each row counts: all alike, or so that the training images of each class weigh the same together.</summary>
    private float[] Importance(ImageFolder images, int[] labels)
    {
        double present = images.CountsPerClass.Count(count => count > 0);
        return [.. labels.Select(label => options.BalanceClasses
            ? (float)(images.Count / (present * Math.Max(images.CountsPerClass[label], 1)))
            : 1)];
    }

    private static Evaluation Evaluate(TrainingParts parts, float[] probabilities, Predicate<int> counts)
    {
        IReadOnlyList<string> labels = parts.Images.Classes;
        IEnumerable<EvaluatedImage> images = parts.All.Select((image, row) => (image, row)).Where(at => counts(at.row)).Select(at =>
            EvaluatedImage.From(
                at.image.Path, labels, at.image.LabelIndex,
                new Prediction(labels, probabilities[(at.row * labels.Count)..((at.row + 1) * labels.Count)])));
        return new Evaluation(labels, [.. images], unreadable: [], topK: 1);
    }

    private ModelPackage Package(TrainingParts parts, HeadSettings settings, LinearHead head, ModelMetrics? validation)
    {
        var parameters = backbone.Parameters.WithClassifier(head);
        return new ModelPackage(
            new ModelManifest
            {
                Spec = parameters.Spec,
                Preprocessing = _preprocessing,
                Labels = parts.Images.Classes,
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
