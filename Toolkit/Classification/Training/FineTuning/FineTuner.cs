using System.Diagnostics;
using MLResNet.Backbones;
using MLResNet.Engine.Networks;
using MLResNet.Packaging;
using MLResNet.Training.Checkpoints;
using MLResNet.Training.Distillation;
using MLResNet.Training.Heads;

namespace MLResNet.Training.FineTuning;

/// <summary>
/// Trains a backbone's last stages, or all of it, on from where a fitted head has it, and keeps what tells the validation images
/// best: the head alone, if no epoch does better. Unless they are to stay as they are, the batch norms of what is trained get the
/// images' statistics before, so that the head fits to what the training will see, and after.
/// </summary>
internal sealed class FineTuner : IDisposable
{
    private readonly PretrainedBackbone _backbone;
    private readonly Tune _tune;
    private readonly TransferLearningOptions _options;
    private readonly int _stages;
    private readonly FrozenStages? _frozen;

    /// <exception cref="MLResNetException">The backbone has not as many stages, or the images would become smaller.</exception>
    public FineTuner(PretrainedBackbone backbone, Tune tune, TransferLearningOptions options)
    {
        (_backbone, _tune, _options, _stages) = (backbone, tune, options, FineTuningRecipe.StagesOf(tune, backbone.Spec, options));
        EpochRecipe.RequireStartSize(HeadTrainer.PreprocessingOf(backbone, options).Size, options);
        int frozen = backbone.Spec.Depths.Length - _stages;
        if (frozen > 0)
            _frozen = new FrozenStages(backbone.Parameters, frozen, options.Threads);
    }

    /// <summary>
    /// What the automatic training that this is part of has found, for the checkpoint to keep; null where it is none.
    /// </summary>
    public TuningCheckpoint? Found { get; init; }

    /// <summary>Models whose answers it learns from, to be disposed of by whoever loaded them; null for none.</summary>
    public Teachers? Teachers { get; init; }

    /// <summary>Fits the head, then trains to the last epoch or until cancelled, and returns the best model until then.</summary>
    /// <exception cref="DatasetException">The data cannot be trained on.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the head was fitted.</exception>
    /// <exception cref="MLResNetException">The training diverged, or the checkpoint cannot be used.</exception>
    public TrainedModel Run(ImageFolder data, CancellationToken cancellationToken) =>
        Run(FitHead(PartsOf(data), cancellationToken), cancellationToken);

    /// <summary>Fits the head, and says what is to be trained from there.</summary>
    public EpochTraining Prepare(ImageFolder data, CancellationToken cancellationToken) =>
        Prepare(FitHead(PartsOf(data), cancellationToken));

    /// <summary>Trains on from a head that <see cref="FitHead"/> has fitted.</summary>
    /// <inheritdoc cref="Run(ImageFolder, CancellationToken)"/>
    public TrainedModel Run(FittedHead head, CancellationToken cancellationToken)
    {
        (ModelPackage package, TrainingReport report) = head.Model;
        ModelManifest start = package.Manifest;
        EpochTraining training = Prepare(head);
        var trainer = new EpochTrainer(training);
        TrainedNetwork trained = trainer.Run(cancellationToken);
        if (!_options.FreezeNorms && trained is { Cancelled: false, BestEpoch: > 0 })
            trained = AdaptNorms(trained, trainer, training.Plan, cancellationToken);
        Calibration calibration = trained.Calibrate(training.Plan.Images);
        if (calibration.Validation?.LogLoss >= start.Validation?.LogLoss) // the mean of several trainings, or what has adapted
        {
            trained = trained with { Parameters = package.Parameters, BestEpoch = 0, Size = start.Preprocessing.Size };
            calibration = new Calibration(start.Temperature, start.Thresholds, start.Validation);
        }

        ModelManifest manifest = calibration.ApplyTo(start with
        {
            Preprocessing = start.Preprocessing.WithSize(trained.Size),
            Provenance = start.Provenance! with
            {
                Tune = _tune.ToString(),
                Settings = training.Plan.Settings,
                BestEpoch = trained.BestEpoch,
                History = trained.History,
            },
        });
        return new TrainedModel(new ModelPackage(manifest, trained.Parameters), report with
        {
            History = trained.History,
            BestEpoch = trained.BestEpoch,
            Cancelled = trained.Cancelled,
            Duration = report.Duration + trained.Duration,
        });
    }

    /// <summary>Fits the head that the training starts from, to features of the batch norms that it starts with.</summary>
    public FittedHead FitHead(TrainingParts parts, CancellationToken cancellationToken)
    {
        var trainer = new HeadTrainer(_backbone, _options);
        return _options.FreezeNorms
            ? trainer.Fit(parts, _frozen, cancellationToken)
            : trainer.FitAdapted(parts, _frozen, cancellationToken);
    }

    public void Dispose() => _frozen?.Dispose();

    /// <summary>
    /// Training has left the statistics of weights that were not averaged and of images that were varied; the model has averaged
    /// weights (Izmailov et al. 2018, arXiv:1803.05407) and meets images as they are.
    /// </summary>
    /// <returns>The same network as before where this is cancelled.</returns>
    private TrainedNetwork AdaptNorms(
        TrainedNetwork trained, EpochTrainer trainer, TrainingPlan plan, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            NetworkParameters adapted = new NormAdapter(plan.Preprocessing.WithSize(trained.Size), _options)
                .Run(trained.Parameters, plan.Images, _frozen, cancellationToken);
            return trained with
            {
                Parameters = adapted,
                Logits = trainer.Validate(adapted, trained.Size, cancellationToken),
                Duration = trained.Duration + clock.Elapsed,
            };
        }
        catch (OperationCanceledException)
        {
            return trained with { Cancelled = true };
        }
    }

    private TrainingParts PartsOf(ImageFolder data)
    {
        TrainingParts parts = TrainingParts.Of(data, _options);
        return parts.HoldOut(TrainingPlan.HeldOutFraction(parts.Images, _options), _options.Seed);
    }

    private EpochTraining Prepare(FittedHead head)
    {
        ModelPackage start = head.Model.Package;
        var plan = new TrainingPlan
        {
            Images = head.Parts.Images,
            Validation = head.Parts.Validation,
            Unreadable = head.Model.Report.Unreadable,
            Spec = start.Manifest.Spec,
            Settings = FineTuningRecipe.For(_stages, start.Manifest.Preprocessing.Size, head.Parts.Images.Count, _options, Teachers),
            Preprocessing = start.Manifest.Preprocessing,
            MirrorImages = start.Manifest.MirrorImages,
            Teachers = Teachers,
        };
        return EpochTraining.Of(_tune, plan, start.Parameters, _options) with
        {
            Frozen = _frozen,
            InitialHash = WeightsHash.Of(start.Parameters),
            Found = Found,
        };
    }
}
