using System.Diagnostics;
using MLResNet.Metrics;

namespace MLResNet.Training;

/// <summary>Measures a training's pace and reports where it stands.</summary>
internal sealed class ProgressMeter(TrainingPlan plan, IProgress<TrainingProgress>? progress)
{
    private readonly Stopwatch _total = Stopwatch.StartNew();
    private readonly Stopwatch _stepping = new();
    private int _epoch;

    public void BeginEpoch(int epoch)
    {
        _epoch = epoch;
        _stepping.Restart();
    }

    public void EndStep(int step, double loss, double accuracy) => progress?.Report(At(step, loss, accuracy));

    public void EndEpoch(EpochMetrics metrics, bool best) => progress?.Report(At(plan.StepsPerEpoch, metrics.Loss, metrics.Accuracy) with
    {
        EpochCompleted = true,
        Best = best,
        ValidationLoss = metrics.ValidationLoss,
        ValidationAccuracy = metrics.ValidationAccuracy,
    });

    private TrainingProgress At(int step, double loss, double accuracy)
    {
        if (step == plan.StepsPerEpoch)
            _stepping.Stop(); // validation is not training
        double done = _epoch - 1 + (double)step / plan.StepsPerEpoch;
        return new TrainingProgress
        {
            Epoch = _epoch,
            Epochs = plan.Settings.Epochs,
            Step = step,
            Steps = plan.StepsPerEpoch,
            ImagesPerSecond = step * plan.BatchSize / Math.Max(_stepping.Elapsed.TotalSeconds, 1e-9),
            Loss = loss,
            Accuracy = accuracy,
            Elapsed = _total.Elapsed,
            TimeLeft = _total.Elapsed * ((plan.Settings.Epochs - done) / done),
        };
    }
}
