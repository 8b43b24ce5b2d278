using System.Globalization;
using MLResNet.Engine;
using MLResNet.Engine.Optimizers;
using MLResNet.Engine.Training;
using MLResNet.Imaging;
using MLResNet.Loading;
using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>
/// A network that learns as a plan says: optimizer, learning rate by a schedule, stages that stay frozen, and an eye on the loss.
/// </summary>
internal sealed class ScheduledTrainer : IDisposable
{
    private readonly EpochTraining _training;
    private readonly TrainingSettings _settings;
    private readonly int _stepsPerEpoch;
    private readonly LearningRateSchedule _schedule;
    private readonly FrozenStages? _frozen;
    private readonly bool _isVaried; // whether an epoch may see the images otherwise than their files have them
    private readonly BatchMixer _mixer;
    private readonly ImageFolder _images;
    private float[] _targets = [];

    /// <param name="training">The training.</param>
    /// <param name="stepsPerEpoch">Steps of each of its epochs.</param>
    public ScheduledTrainer(EpochTraining training, int stepsPerEpoch)
    {
        TrainingPlan plan = training.Plan;
        _training = training;
        _settings = plan.Settings;
        _images = plan.Images;
        _schedule = _settings.Schedule ?? new OneCycleSchedule();
        _stepsPerEpoch = stepsPerEpoch;
        Network = CreateNetwork();
        _mixer = new BatchMixer(_settings.Augmentation, training.Seed);
        _frozen = training.Frozen;
        _isVaried = _settings.Augmentation != Augmentation.None || (_settings.StartSize ?? _settings.Size) != _settings.Size;
        if (_isVaried)
            _frozen?.Forget();
    }

    /// <summary>The network, to be looked at, saved and restored.</summary>
    public NetworkTrainer Network { get; private set; }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="epoch">From 1; of several trainings, each goes through the schedule.</param>
    /// <param name="step">From 0.</param>
    public double RateOf(int epoch, int step) => _settings.LearningRate * _schedule.Factor(
        (_training.Plan.EpochOfTraining(epoch) - 1L) * _stepsPerEpoch + step, (long)_settings.Epochs * _stepsPerEpoch);

    /// <summary>Starts over from the parameters that the training began with.</summary>
    public void Restart()
    {
        Network.Dispose();
        Network = CreateNetwork();
    }

    /// <summary>Learns from a batch, at the rate of this step.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="epoch">From 1.</param>
    /// <param name="step">From 0.</param>
    /// <exception cref="TrainingDivergedException">The loss is no longer a number.</exception>
    public StepResult Step(ImageBatch batch, int epoch, int step)
    {
        ReadOnlySpan<float> pixels = batch.Pixels.Span;
        LabelMixture labels = _mixer.IsActive ? _mixer.Mix(batch, epoch, step, out pixels) : new LabelMixture(batch.Labels);
        TeacherAnswers teacher = AskTeachers(pixels, batch);
        ReadOnlySpan<float> input = pixels;
        (int height, int width) = _frozen?.Run(batch, pixels, _isVaried, out input) ?? (batch.Size, batch.Size);
        StepResult result = _images.IsMultiLabel
            ? Network.Step(input, TargetsOf(batch, labels.Share), height, width, RateOf(epoch, step), teacher)
            : Network.Step(input, labels, height, width, RateOf(epoch, step), teacher);
        if (double.IsFinite(result.Loss))
            return result;
        throw new TrainingDivergedException(
            $"The training diverged in epoch {epoch}: the loss is no longer a number; set a LearningRate below "
            + $"{_settings.LearningRate.ToString(CultureInfo.InvariantCulture)}.");
    }

    private NetworkTrainer CreateNetwork()
    {
        bool balances = _settings is { BalancesClasses: true, BalancedSampling: false };
        return new NetworkTrainer(_training.Plan.Spec, _training.Initial, new TrainerOptions
        {
            Optimizer = OptimizerRecipe.Options(_settings),
            LabelSmoothing = _settings.LabelSmoothing,
            ClassWeights = balances && !_images.IsMultiLabel ? WeightsOf(_images) : null,
            LabelWeights = balances && _images.IsMultiLabel ? LabelWeightsOf(_images) : null,
            AverageDecay = _settings.MovingAverage,
            TrainedStages = _settings.TrainedStages,
            RateDecay = _settings.RateDecay ?? 1,
            FreezeNorms = _settings.FreezesNorms,
            MicroBatchSize = _settings.MicroBatchSize,
            Compute = new ComputeOptions { Threads = _training.Threads },
        });
    }

    private TeacherAnswers AskTeachers(ReadOnlySpan<float> pixels, ImageBatch batch) => _training.Plan.Teachers is { } teachers
        ? new TeacherAnswers(teachers.Answer(pixels, batch.Count, batch.Size, _training.Plan.Preprocessing), teachers.Share)
        : default;

    /// <summary>The mean number of images a class over that of each; 1 for a class without images, which no loss meets.</summary>
    private static float[] WeightsOf(ImageFolder images)
    {
        double mean = images.Count / (double)images.CountsPerClass.Count(count => count > 0);
        return [.. images.CountsPerClass.Select(count => count == 0 ? 1 : (float)(mean / count))];
    }

    private static LabelWeights[] LabelWeightsOf(ImageFolder images) =>
        [.. images.CountsPerClass.Select(count => LabelWeights.Balance(count, images.Count - count))];

    /// <summary>
    /// [images][labels]: how much of each label an image has, where it is a share of itself and the rest of its partner.
    /// </summary>
    private ReadOnlySpan<float> TargetsOf(ImageBatch batch, double share)
    {
        int labels = _images.Classes.Count;
        if (_targets.Length < batch.Count * labels)
            _targets = new float[batch.Count * labels];
        Span<float> targets = _targets.AsSpan(0, batch.Count * labels);
        targets.Clear();
        for (int i = 0; i < batch.Count; i++)
        {
            Add(targets.Slice(i * labels, labels), batch.Indices[i], (float)share);
            if (share < 1)
                Add(targets.Slice(i * labels, labels), batch.Indices[_mixer.Partners[i]], (float)(1 - share));
        }
        return targets;

        void Add(Span<float> own, int image, float part)
        {
            foreach (int label in _images[image].Labels)
                own[label] = Math.Min(own[label] + part, 1); // two shares of 1 may be rounded to more
        }
    }

    public void Dispose() => Network.Dispose();
}
