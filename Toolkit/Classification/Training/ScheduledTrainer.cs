using System.Globalization;
using MLResNet.Engine;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Optimizers;
using MLResNet.Engine.Training;
using MLResNet.Loading;
using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>A network that learns as a plan says, from random weights: optimizer, one-cycle learning rate, and an eye on the loss.</summary>
internal sealed class ScheduledTrainer : IDisposable
{
    private readonly TrainingSettings _settings;
    private readonly int _stepsPerEpoch;
    private readonly LearningRateSchedule _schedule = new OneCycleSchedule();

    /// <param name="plan">The plan.</param>
    /// <param name="seed">Decides the initial weights.</param>
    /// <param name="threads">Threads to use; 0 for one a core.</param>
    /// <param name="stepsPerEpoch">Steps of each of the plan's epochs.</param>
    public ScheduledTrainer(TrainingPlan plan, int seed, int threads, int stepsPerEpoch)
    {
        _settings = plan.Settings;
        _stepsPerEpoch = stepsPerEpoch;
        Network = new NetworkTrainer(plan.Spec, NetworkParameters.Initialize(plan.Spec, seed), new TrainerOptions
        {
            Optimizer = new AdamWOptions { WeightDecay = _settings.WeightDecay },
            LabelSmoothing = _settings.LabelSmoothing,
            AverageDecay = _settings.MovingAverage,
            Compute = new ComputeOptions { Threads = threads },
        });
    }

    /// <summary>The network, to be looked at, saved and restored.</summary>
    public NetworkTrainer Network { get; }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="step">From 0.</param>
    public double RateOf(int epoch, int step) =>
        _settings.LearningRate * _schedule.Factor((epoch - 1L) * _stepsPerEpoch + step, (long)_settings.Epochs * _stepsPerEpoch);

    /// <summary>Learns from a batch, at the rate of this step.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="epoch">From 1.</param>
    /// <param name="step">From 0.</param>
    /// <exception cref="MLResNetException">The loss is no longer a number.</exception>
    public StepResult Step(ImageBatch batch, int epoch, int step)
    {
        StepResult result = Network.Step(batch.Pixels.Span, batch.Labels, batch.Size, batch.Size, RateOf(epoch, step));
        if (double.IsFinite(result.Loss))
            return result;
        throw new MLResNetException(
            $"The training diverged in epoch {epoch}: the loss is no longer a number; set a LearningRate below "
            + $"{_settings.LearningRate.ToString(CultureInfo.InvariantCulture)}.");
    }

    public void Dispose() => Network.Dispose();
}
