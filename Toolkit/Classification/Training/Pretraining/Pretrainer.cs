using System.Diagnostics;
using MLResNet.Backbones;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Training;
using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.Loading;
using MLResNet.Metrics;
using MLResNet.Packaging;
using MLResNet.Training.Checkpoints;

namespace MLResNet.Training.Pretraining;

/// <summary>
/// Trains a backbone, with checkpoints. The model depends on the plan alone: whatever a step needs is in the checkpoint or drawn from
/// (seed, epoch, image), so that it does not matter how often the training stops.
/// </summary>
internal sealed class Pretrainer
{
    private readonly TrainingPlan _plan;
    private readonly PretrainingOptions _options;
    private readonly TrainingIdentity _identity;
    private readonly SizeSchedule _sizes;
    private readonly ImageLoader _loader;
    private readonly TrainingData _data;
    private readonly List<EpochMetrics> _history = [];
    private readonly ProgressMeter _meter;
    private readonly Stopwatch _clock = new();
    private readonly Stopwatch _sinceCheckpoint = new();
    private TrainingPosition _position = TrainingPosition.StartOf(1);
    private double _earlierSeconds;

    public Pretrainer(TrainingPlan plan, PretrainingOptions options)
    {
        _plan = plan;
        _options = options;
        TrainingSettings settings = plan.Settings;
        ImagePreprocessing preprocessing = Preprocessing(settings.Size);
        _identity = new TrainingIdentity(
            nameof(Tune.Scratch),
            SpecDocument.From(plan.Spec),
            PreprocessingDocument.From(preprocessing),
            options.Seed,
            settings,
            DataFingerprint.Of(plan.Images, plan.Validation));
        _sizes = new SizeSchedule(settings.StartSize ?? settings.Size, settings.Size, settings.Epochs);
        _loader = new ImageLoader(plan.Images, preprocessing, new ImageLoaderOptions
        {
            BatchSize = settings.BatchSize,
            DropShortBatch = true, // its images come in other epochs; batch norms are no good on a few
            Threads = ComputeThreads.Of(options.Threads),
            Seed = options.Seed,
            Augmentation = settings.Augmentation,
            CacheBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 3,
            Strict = true, // the plan has left unreadable files out: one now was changed or deleted meanwhile
        });
        _data = plan.Describe();
        _meter = new ProgressMeter(
            [.. Enumerable.Range(1, settings.Epochs).Select(epoch => Math.Pow(_sizes.SizeOf(epoch), 2))],
            _loader.BatchesPerEpoch,
            options.Progress);
    }

    /// <summary>
    /// Trains to the last epoch, from the checkpoint on where the options say so; or until cancelled, when it writes the checkpoint and returns the
    /// network as it stands.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled before the first epoch was over; the checkpoint is written.</exception>
    /// <exception cref="MLResNetException">The training diverged, or the checkpoint cannot be used.</exception>
    public ImageClassifier Run(CancellationToken cancellationToken)
    {
        TrainingSettings settings = _plan.Settings;
        using var trainer = new ScheduledTrainer(_plan, _options.Seed, _options.Threads, _loader.BatchesPerEpoch);
        if (_options.Resume && File.Exists(_options.Checkpoint))
            Resume(trainer.Network);
        _clock.Start();
        _sinceCheckpoint.Start();
        _meter.Start(_position.Epoch, _position.Step);
        try
        {
            while (_position.Epoch <= settings.Epochs)
                TrainEpoch(trainer, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            SaveCheckpoint(trainer.Network);
            if (_history.Count == 0)
                throw;
            return Finish(trainer.Network, isCancelled: true);
        }
        return Finish(trainer.Network, isCancelled: false);
    }

    private static ImagePreprocessing Preprocessing(int size) => new ImagePreprocessing().WithSize(size);

    private void Resume(NetworkTrainer trainer)
    {
        TrainingCheckpoint checkpoint = CheckpointFile.Read(_options.Checkpoint!, _identity);
        trainer.ImportState(checkpoint.State);
        _position = checkpoint.Position;
        _history.AddRange(checkpoint.History);
        _earlierSeconds = checkpoint.Seconds;
    }

    /// <summary>Trains on from the present position to the end of its epoch, and notes what the epoch came to.</summary>
    private void TrainEpoch(ScheduledTrainer trainer, CancellationToken cancellationToken)
    {
        int epoch = _position.Epoch, steps = _loader.BatchesPerEpoch, size = _sizes.SizeOf(epoch);
        _meter.BeginEpoch(epoch, _position.Images);
        ImageLoader loader = _loader.Smaller(Preprocessing(size));
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
            if (_sinceCheckpoint.Elapsed >= _options.CheckpointInterval)
                SaveCheckpoint(trainer.Network);
        }

        ModelMetrics? validation = Validate(trainer.Network.Snapshot(), size, cancellationToken);
        _history.Add(new EpochMetrics(
            epoch,
            _position.LearningRate,
            _position.Loss / steps,
            _position.Correct / (double)_position.Images,
            validation?.LogLoss,
            validation?.Accuracy));
        _position = TrainingPosition.StartOf(epoch + 1);
        SaveCheckpoint(trainer.Network);
        _meter.EndEpoch(_history[^1], best: false);
    }

    /// <summary>Evaluates at the size that the epoch has trained at, which its batch norms suit.</summary>
    private ModelMetrics? Validate(NetworkParameters parameters, int size, CancellationToken cancellationToken)
    {
        if (_plan.Validation is null)
            return null;
        using var model = new ImageClassifier(Package(parameters, Preprocessing(size), null), Classifying);
        ImageLoader loader = model.CreateLoader([.. _plan.Validation.Select(image => image.Path)], cacheBytes: 0);
        return ModelMetrics.From(model.ComputeLogits(_plan.Validation, loader, cancellationToken).Evaluate());
    }

    private void SaveCheckpoint(NetworkTrainer trainer)
    {
        if (_options.Checkpoint is null)
            return;
        CheckpointFile.Write(_options.Checkpoint, new TrainingCheckpoint(
            _identity, _position, _history, _earlierSeconds + _clock.Elapsed.TotalSeconds, trainer.ExportState()));
        _sinceCheckpoint.Restart();
    }

    /// <summary>The network as it stands, for the size that it has seen last, which its batch norms suit.</summary>
    private ImageClassifier Finish(NetworkTrainer trainer, bool isCancelled)
    {
        int size = _sizes.SizeOf(_position.Step > 0 ? _position.Epoch : _history.Count);
        NetworkParameters parameters = trainer.Snapshot();
        if (_options.HalfPrecision)
            parameters = HalfPrecision.Round(parameters);
        ModelMetrics? validation = Validate(parameters, size, CancellationToken.None);
        return new ImageClassifier(Package(parameters, Preprocessing(size), validation), Classifying)
        {
            TrainingReport = new TrainingReport
            {
                Unreadable = _plan.Unreadable,
                History = _history,
                BestEpoch = _history.Count,
                Cancelled = isCancelled,
                Duration = TimeSpan.FromSeconds(_earlierSeconds) + _clock.Elapsed,
            },
        };
    }

    private ImageClassifierOptions Classifying => new() { Threads = _options.Threads };

    private ModelPackage Package(NetworkParameters parameters, ImagePreprocessing preprocessing, ModelMetrics? validation) => new(
        new ModelManifest
        {
            Spec = _plan.Spec,
            Preprocessing = preprocessing,
            Labels = _plan.Images.Classes,
            Backbone = new BackboneProvenance(_options.Id ?? _options.Arch, WeightsHash.Of(parameters)) { License = _options.License },
            Provenance = new ModelProvenance(
                ToolVersion.NameAndVersion, nameof(Tune.Scratch), _options.Seed, _data, _plan.Settings, _history.Count, [.. _history]),
            Validation = validation,
        },
        parameters);
}
