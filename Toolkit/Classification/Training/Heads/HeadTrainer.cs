using System.Diagnostics;
using MLResNet.Backbones;
using MLResNet.Engine;
using MLResNet.Engine.Regression;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Training.Heads;

/// <summary>
/// Puts a new classifier at the end of a frozen backbone: features once for each image, then logistic regression to convergence,
/// its penalty chosen and its temperature fitted by images that are held out.
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
    public TrainedModel Run(ImageFolder data, CancellationToken cancellationToken)
    {
        TrainingParts parts = TrainingParts.Of(data, options).HoldOut(options.ValidationFraction ?? 0, options.Seed);
        FittedHead head = options.AdaptNorms
            ? FitAdapted(parts, frozen: null, cancellationToken)
            : Fit(parts, frozen: null, cancellationToken);
        return head.Model;
    }

    /// <summary>Gives batch norms the statistics of the images first, then computes the features and fits.</summary>
    /// <inheritdoc cref="Fit(TrainingParts, FrozenStages?, CancellationToken)"/>
    public FittedHead FitAdapted(TrainingParts parts, FrozenStages? frozen, CancellationToken cancellationToken)
    {
        parts.Images.EnsureTrainable();
        PretrainedBackbone adapted = backbone.With(
            new NormAdapter(_preprocessing, options).Run(backbone.Parameters, parts.Images, frozen, cancellationToken));
        // What these features depend on, no other training will meet again.
        return new HeadTrainer(adapted, options with { AdaptNorms = true, FeatureCacheBytes = 0 }).Fit(parts, frozen, cancellationToken);
    }

    /// <summary>Computes the features and fits.</summary>
    /// <param name="parts">Images to fit to and, perhaps, others to choose by.</param>
    /// <param name="frozen">The backbone's first stages, to keep what they make of the images; null for none.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    /// <inheritdoc cref="Run"/>
    public FittedHead Fit(TrainingParts parts, FrozenStages? frozen, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        parts.Images.EnsureTrainable();
        using var extractor = new FeatureExtractor(
            backbone, _preprocessing, [.. parts.All.Select(image => image.Path)], options, frozen, cancellationToken);
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
        var targets = HeadTargets.Of(parts, BalancesClasses);
        using LogisticRegression regression = targets.Regress(features, new ComputeOptions { Threads = options.Threads });

        IReadOnlyList<bool[]> folds = HeldOutFolds.Of(parts, features.Width, options.Seed);
        PenaltyChoice? choice = folds.Count == 0
            ? null
            : new PenaltySearch(regression, targets, folds).Run(
                options.L2 is { } given ? [given] : PenaltySearch.Path, cancellationToken);
        double l2 = choice?.L2 ?? options.L2 ?? UnheldL2;
        RegressionFit fit = regression.Fit(
            l2, LogisticRegression.ToleranceFor(l2, Slack), start: choice?.Fit, cancellationToken: cancellationToken);

        float[] probabilities = regression.Predict(fit);
        Calibration calibration = choice is null
            ? Calibration.Without(parts.Images)
            : Calibrate(targets, parts.Validation is null ? choice.Probabilities : probabilities, folds);
        Evaluation training = targets.Logits(probabilities, row => row < parts.Images.Count)
            .Evaluate(calibration.Temperature, calibration.Thresholds);
        meter.EndHead(training.LogLoss, training.Accuracy, calibration.Validation);
        var settings = new HeadSettings(
            _preprocessing.Size, l2, options.MirrorImages, BalancesClasses, parts.Validation is null ? folds.Count : 0,
            choice?.Trials ?? [], fit.Iterations, fit.GradientNorm)
        {
            AdaptedNorms = options.AdaptNorms,
        };
        return Package(parts, settings, fit.Head, calibration);
    }

    /// <summary>Calibrates by images that are held out, which count as they did in the choice of the penalty.</summary>
    private static Calibration Calibrate(HeadTargets targets, float[] probabilities, IReadOnlyList<bool[]> folds)
    {
        return targets.Logits(probabilities, IsHeldOut).Calibrate(targets.Importance(IsHeldOut));

        bool IsHeldOut(int row) => folds.Any(fold => fold[row]);
    }

    private ModelPackage Package(TrainingParts parts, HeadSettings settings, LinearHead head, Calibration calibration)
    {
        var parameters = backbone.Parameters.WithClassifier(head);
        return new ModelPackage(
            calibration.ApplyTo(new ModelManifest
            {
                Spec = parameters.Spec,
                Preprocessing = _preprocessing,
                Labels = parts.Images.Classes,
                MirrorImages = options.MirrorImages,
                Backbone = backbone.Provenance,
                Provenance = new ModelProvenance(ToolVersion.NameAndVersion, nameof(Tune.Head), options.Seed, parts.Describe())
                {
                    Head = settings,
                },
            }),
            parameters);
    }
}
