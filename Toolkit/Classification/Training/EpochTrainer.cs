using System.Diagnostics;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Training;
using MLResNet.Loading;
using MLResNet.Metrics;
using MLResNet.Packaging;
using MLResNet.Training.Checkpoints;

namespace MLResNet.Training;

/// <summary>
/// Trains a network epoch by epoch, with checkpoints, and keeps its best or its last parameters, or the mean of the last ones of
/// several trainings. What it comes to depends on the plan alone: whatever a step needs is in the checkpoint or drawn from (seed,
/// epoch, image), so that it does not matter how often the training stops. Epochs are counted through all trainings.
/// </summary>
internal sealed class EpochTrainer
{
    /// <summary>Decoded validation images that are kept, beside those of training that the loader keeps.</summary>
    private const long ValidationCacheBytes = 128L << 20;

    private readonly EpochTraining _training;
    private readonly TrainingPlan _plan;
    private readonly TrainingIdentity? _identity;
    private readonly SizeSchedule _sizes;
    private readonly ImageLoader _loader;
    private readonly List<EpochMetrics> _history = [];
    private readonly ProgressMeter _meter;
    private readonly Stopwatch _clock = new();
    private readonly Stopwatch _sinceCheckpoint = new();
    private TrainingPosition _position = TrainingPosition.StartOf(1);
    private double _earlierSeconds;
    private (int Size, ImageLoader Loader)? _validationLoader;
    private NetworkParameters? _best; // of several trainings, the mean of those that are over, if any are
    private ImageLogits? _bestLogits; // missing after a training was resumed, until a better epoch comes
    private double _bestLoss = double.PositiveInfinity;
    private int _bestEpoch;

    public EpochTrainer(EpochTraining training)
    {
        (_training, _plan) = (training, training.Plan);
        TrainingSettings settings = _plan.Settings;
        if (training.Checkpoint is not null)
        {
            // Parameters, their average and two moments; the best ones; the best model of an automatic training.
            CheckpointFile.EnsureFits(_plan.Spec, 4 + (training.KeepsBest ? 1 : 0) + (training.Found is null ? 0 : 1));
            _identity = new TrainingIdentity(
                training.Tune.ToString(),
                SpecDocument.From(_plan.Spec),
                PreprocessingDocument.From(training.Plan.Preprocessing),
                training.Seed,
                settings,
                DataFingerprint.Of(_plan.Images, _plan.Validation),
                training.InitialHash,
                _plan.Images.IsMultiLabel ? true : null)
            {
                MirrorImages = _plan.MirrorImages,
            };
        }
        _sizes = new SizeSchedule(settings.StartSize ?? settings.Size, settings.Size, settings.Epochs);
        _loader = CreateLoader(training);
        _meter = new ProgressMeter(
            [.. Enumerable.Range(1, AllEpochs).Select(epoch => Math.Pow(SizeOf(epoch), 2))],
            _loader.BatchesPerEpoch,
            training.Progress);
    }

    /// <summary>Trainings whose parameters are averaged.</summary>
    private int Soup => _plan.Settings.Soup ?? 1;

    private int AllEpochs => _plan.Settings.Epochs * Soup;

    private bool IsOver => _position.Epoch > AllEpochs
        || _plan.Settings.Patience is { } patience && _history.Count - _bestEpoch >= patience;

    /// <summary>Loads the images of a training.</summary>
    public static ImageLoader CreateLoader(EpochTraining training)
    {
        TrainingSettings settings = training.Plan.Settings;
        var loading = new ImageLoaderOptions
        {
            BatchSize = settings.BatchSize,
            DropShortBatch = true, // its images come in other epochs; batch norms are no good on a few
            Threads = ComputeThreads.Of(training.Threads),
            Seed = training.Seed,
            Augmentation = settings.Augmentation,
            BalancedSampling = settings.BalancedSampling,
            Strict = true, // the plan has left unreadable files out: one now was changed or deleted meanwhile
        };
        if (training.CacheBytes is { } bytes)
            loading = loading with { CacheBytes = bytes };
        return new ImageLoader(training.Plan.Images, training.Plan.Preprocessing, loading);
    }

    /// <summary>Trains to the last epoch, from the checkpoint on where there is one to resume from, or until cancelled.</summary>
    /// <exception cref="OperationCanceledException">
    /// Cancelled before there was anything to keep; the checkpoint is written.
    /// </exception>
    /// <exception cref="MLResNetException">The training diverged, or the checkpoint cannot be used.</exception>
    public TrainedNetwork Run(CancellationToken cancellationToken)
    {
        using var trainer = new ScheduledTrainer(_training, _loader.BatchesPerEpoch);
        if (_training.Resume && File.Exists(_training.Checkpoint))
            Resume(trainer.Network);
        _clock.Start();
        _sinceCheckpoint.Start();
        try
        {
            if (_training.InitialHash is not null && _best is null && _position == TrainingPosition.StartOf(1))
                KeepIfBest(_training.Initial, epoch: 0, cancellationToken);
            _meter.Start(_position.Epoch, _position.Step);
            while (!IsOver)
            {
                if (_position.Step == 0 && _position.Epoch > 1 && _plan.EpochOfTraining(_position.Epoch) == 1)
                    trainer.Restart();
                TrainEpoch(trainer, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            SaveCheckpoint(trainer.Network);
            if (_history.Count == 0 && _best is null)
                throw;
            return Finish(trainer.Network, isCancelled: true);
        }
        return Finish(trainer.Network, isCancelled: false);
    }

    /// <summary>What the finished model will make of the validation images; null without any.</summary>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="size">Side of the images.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    public ImageLogits? Validate(NetworkParameters parameters, int size, CancellationToken cancellationToken)
    {
        if (_plan.Validation is null)
            return null;
        var manifest = new ModelManifest
        {
            Spec = _plan.Spec, Preprocessing = _plan.Preprocessing.WithSize(size), Labels = _plan.Images.Classes,
            Thresholds = Calibration.Without(_plan.Images).Thresholds, MirrorImages = _plan.MirrorImages,
        };
        using var model = new ImageClassifier(
            new ModelPackage(manifest, parameters), new ImageClassifierOptions { Threads = _training.Threads });
        if (_validationLoader?.Size != size)
            _validationLoader = (size, model.CreateLoader([.. _plan.Validation.Select(image => image.Path)], ValidationCacheBytes));
        return model.ComputeLogits(_plan.Validation, _validationLoader.Value.Loader, cancellationToken);
    }

    /// <summary>Trains on from the present position to the end of its epoch, and notes what the epoch came to.</summary>
    private void TrainEpoch(ScheduledTrainer trainer, CancellationToken cancellationToken)
    {
        int epoch = _position.Epoch, steps = _loader.BatchesPerEpoch;
        _meter.BeginEpoch(epoch, _position.Images);
        ImageLoader loader = _loader.Smaller(_plan.Preprocessing.WithSize(_sizes.SizeOf(epoch)));
        foreach (ImageBatch batch in loader.Shuffled(epoch, _position.Step, cancellationToken))
        {
            StepResult result = trainer.Step(batch, epoch, _position.Step);
            _position = new TrainingPosition(
                epoch,
                _position.Step + 1,
                _position.Images + batch.Count,
                _position.Correct + result.Correct,
                _position.Loss + result.Loss,
                trainer.RateOf(epoch, _position.Step));
            _meter.EndStep(
                _position.Step, _position.Images, _position.Loss / _position.Step, _position.Correct / (double)_position.Images);
            if (_sinceCheckpoint.Elapsed >= _training.CheckpointInterval)
                SaveCheckpoint(trainer.Network);
        }

        (bool isBest, Evaluation? validation) = KeepIfBest(trainer.Network.Snapshot(), epoch, cancellationToken);
        _history.Add(new EpochMetrics(
            epoch,
            _position.LearningRate,
            _position.Loss / steps,
            _position.Correct / (double)_position.Images,
            validation?.LogLoss,
            validation?.Accuracy));
        _position = TrainingPosition.StartOf(epoch + 1);
        SaveCheckpoint(trainer.Network);
        _meter.EndEpoch(_history[^1], isBest);
    }

    /// <summary>
    /// Log-loss tells epochs apart that recognise equally many of a few images. Without validation, or where the last is wanted,
    /// the last is best. Of several trainings the mean is kept, as soon as the first of them is over.
    /// </summary>
    private (bool IsBest, Evaluation? Validation) KeepIfBest(NetworkParameters parameters, int epoch, CancellationToken cancellationToken)
    {
        ImageLogits? logits = Validate(parameters, SizeOf(epoch), cancellationToken);
        Evaluation? validation = logits?.Evaluate();
        if (Soup > 1 && epoch >= _plan.Settings.Epochs)
        {
            AddToSoup(parameters, epoch);
            return (false, validation);
        }
        bool isBest = !_training.KeepsBest || validation is null || validation.LogLoss < _bestLoss;
        if (isBest)
            (_best, _bestLogits, _bestLoss, _bestEpoch) = (parameters, logits, validation?.LogLoss ?? double.PositiveInfinity, epoch);
        return (isBest && _training.KeepsBest, validation);
    }

    /// <summary>Adds what a training ends with to the mean; what it has before its last epoch is passed over.</summary>
    private void AddToSoup(NetworkParameters parameters, int epoch)
    {
        (int over, int epochs) = Math.DivRem(epoch, _plan.Settings.Epochs);
        if (epochs != 0)
            return;
        (_best, _bestEpoch) = (ModelSoup.Add(over == 1 ? null : _best, 1.0 / over, parameters), epoch);
        (_bestLogits, _bestLoss) = (null, double.PositiveInfinity); // of the mean, known in the end
    }

    /// <summary>Side of the images of an epoch; what there was before the first one is for those of the last.</summary>
    private int SizeOf(int epoch) => epoch == 0 ? _sizes.Final : _sizes.SizeOf(_plan.EpochOfTraining(epoch));

    private void Resume(NetworkTrainer trainer)
    {
        TrainingCheckpoint? checkpoint = CheckpointFile.ReadTraining(
            _training.Checkpoint!, _identity!, _training.Found?.Identity, trainer.TrainedParameters);
        if (checkpoint is null)
            return;
        trainer.ImportState(checkpoint.State);
        _position = checkpoint.Position;
        _history.AddRange(checkpoint.History);
        _earlierSeconds = checkpoint.Seconds;
        if (checkpoint.Best is not { } best)
            return;
        (_best, _bestEpoch, _bestLoss) = (best.Parameters, best.Epoch, best.Loss ?? double.PositiveInfinity);
    }

    private void SaveCheckpoint(NetworkTrainer trainer)
    {
        if (_identity is null)
            return;
        BestParameters? best = !_training.KeepsBest || _best is null
            ? null
            : new BestParameters(_bestEpoch, double.IsFinite(_bestLoss) ? _bestLoss : null, _best);
        var checkpoint = new TrainingCheckpoint(
            _identity, _position, _history, _earlierSeconds + _clock.Elapsed.TotalSeconds, trainer.ExportState(), best);
        CheckpointFile.Write(_training.Checkpoint!, checkpoint, _training.Found);
        _sinceCheckpoint.Restart();
    }

    private TrainedNetwork Finish(NetworkTrainer trainer, bool isCancelled)
    {
        TimeSpan duration = TimeSpan.FromSeconds(_earlierSeconds) + _clock.Elapsed;
        if (_training.KeepsBest && _best is not null)
        {
            int size = SizeOf(_bestEpoch);
            ImageLogits? logits = _bestLogits ?? Validate(_best, size, CancellationToken.None);
            return new TrainedNetwork(_best, _bestEpoch, size, logits, _history, isCancelled, duration);
        }
        // The size that the network has seen last is the one which its batch norms suit.
        int last = SizeOf(_position.Step > 0 ? _position.Epoch : Math.Max(_history.Count, 1));
        return new TrainedNetwork(trainer.Snapshot(), _history.Count, last, Logits: null, _history, isCancelled, duration);
    }
}
