using System.Diagnostics;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Training;
using MLResNet.Imaging;
using MLResNet.Loading;
using MLResNet.Metrics;
using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>
/// Trains a network that starts with random weights, and keeps the weights of the best epoch, with a temperature fitted to what they make of
/// the validation images.
/// </summary>
internal sealed class ScratchTrainer
{
    /// <summary>Decoded validation images that are kept, beside those of training that the loader keeps.</summary>
    private const long ValidationCacheBytes = 128L << 20;

    private readonly TrainingPlan _plan;
    private readonly TransferLearningOptions _options;
    private readonly ImagePreprocessing _preprocessing;
    private readonly ImageLoader _loader;
    private readonly TrainingData _data;
    private readonly List<EpochMetrics> _history = [];
    private readonly ProgressMeter _meter;
    private ImageLoader? _validationLoader;
    private NetworkParameters? _best;
    private ImageLogits? _bestLogits;
    private double _bestLoss;
    private int _bestEpoch;

    public ScratchTrainer(TrainingPlan plan, TransferLearningOptions options)
    {
        _plan = plan;
        _options = options;
        _preprocessing = new ImagePreprocessing().WithSize(plan.Settings.Size);
        _loader = new ImageLoader(plan.Images, _preprocessing, new ImageLoaderOptions
        {
            BatchSize = plan.Settings.BatchSize,
            DropShortBatch = true, // its images come in other epochs; batch norms are no good on a few
            Threads = ComputeThreads.Of(options.Threads),
            Seed = options.Seed,
            Augmentation = plan.Settings.Augmentation,
            Strict = true, // the plan has left unreadable files out: one now was changed or deleted meanwhile
        });
        _data = plan.Describe();
        _meter = new ProgressMeter(
            [.. Enumerable.Repeat(1.0, plan.Settings.Epochs)], _loader.BatchesPerEpoch, options.Progress);
    }

    private ImageClassifierOptions Classifying => new() { Threads = _options.Threads };

    /// <summary>Trains to the last epoch or until cancelled, and returns the best model until then.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before the first epoch was over.</exception>
    /// <exception cref="MLResNetException">The training diverged.</exception>
    public ImageClassifier Run(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        bool cancelled = false;
        try
        {
            Train(cancellationToken);
        }
        catch (OperationCanceledException) when (_best is not null)
        {
            cancelled = true;
        }
        double temperature = _bestLogits?.FitTemperature() ?? 1;
        ModelMetrics? validation = _bestLogits is null ? null : ModelMetrics.From(_bestLogits.Evaluate(temperature));
        return new ImageClassifier(Package(_best!, validation, temperature), Classifying)
        {
            TrainingReport = new TrainingReport
            {
                Unreadable = _plan.Unreadable,
                History = _history,
                BestEpoch = _bestEpoch,
                Cancelled = cancelled,
                Duration = clock.Elapsed,
            },
        };
    }

    private void Train(CancellationToken cancellationToken)
    {
        TrainingSettings settings = _plan.Settings;
        using var trainer = new ScheduledTrainer(_plan, _options.Seed, _options.Threads, _loader.BatchesPerEpoch);
        for (int epoch = 1; epoch <= settings.Epochs; epoch++)
        {
            EpochMetrics metrics = TrainEpoch(trainer, epoch, cancellationToken);
            NetworkParameters snapshot = trainer.Network.Snapshot();
            ImageLogits? logits = Validate(snapshot, cancellationToken);
            Evaluation? validation = logits?.Evaluate();
            _history.Add(metrics with { ValidationLoss = validation?.LogLoss, ValidationAccuracy = validation?.Accuracy });

            // Log-loss tells epochs apart that recognise equally many of a few images. Without validation the last epoch is kept.
            bool best = validation is null || _bestLogits is null || validation.LogLoss < _bestLoss;
            if (best)
                (_best, _bestLogits, _bestLoss, _bestEpoch) = (snapshot, logits, validation?.LogLoss ?? 0, epoch);
            _meter.EndEpoch(_history[^1], best);
        }
    }

    private EpochMetrics TrainEpoch(ScheduledTrainer trainer, int epoch, CancellationToken cancellationToken)
    {
        int steps = _loader.BatchesPerEpoch, step = 0, images = 0, correct = 0;
        double loss = 0;
        _meter.BeginEpoch(epoch);
        foreach (ImageBatch batch in _loader.Shuffled(epoch, cancellationToken))
        {
            StepResult result = trainer.Step(batch, epoch, step);
            step++;
            images += batch.Count;
            loss += result.Loss;
            correct += result.Correct;
            _meter.EndStep(step, images, loss / step, correct / (double)images);
        }
        return new EpochMetrics(epoch, trainer.RateOf(epoch, steps - 1), loss / steps, correct / (double)images);
    }

    /// <summary>Runs what the finished model will run, so that its figures are those that the model has.</summary>
    private ImageLogits? Validate(NetworkParameters parameters, CancellationToken cancellationToken)
    {
        if (_plan.Validation is null)
            return null;
        using var model = new ImageClassifier(Package(parameters), Classifying);
        _validationLoader ??= model.CreateLoader([.. _plan.Validation.Select(image => image.Path)], ValidationCacheBytes);
        return model.ComputeLogits(_plan.Validation, _validationLoader, cancellationToken);
    }

    private ModelPackage Package(NetworkParameters parameters, ModelMetrics? validation = null, double temperature = 1) => new(
        new ModelManifest
        {
            Spec = _plan.Spec,
            Preprocessing = _preprocessing,
            Labels = _plan.Images.Classes,
            Temperature = temperature,
            Provenance = new ModelProvenance(
                ToolVersion.NameAndVersion,
                nameof(Tune.Scratch),
                _options.Seed,
                _data,
                _plan.Settings,
                _bestEpoch,
                [.. _history]),
            Validation = validation,
        },
        parameters);
}
