using System.Diagnostics;
using MLResNet.Metrics;

namespace MLResNet.Training;

/// <summary>Measures a training's pace and reports where it stands.</summary>
internal sealed class ProgressMeter(int epochs, int steps, IProgress<TrainingProgress>? progress)
{
    private readonly Stopwatch _total = Stopwatch.StartNew();
    private readonly Stopwatch _stepping = new();
    private int _epoch;
    private int _images;

    public void BeginEpoch(int epoch)
    {
        _epoch = epoch;
        _images = 0;
        _stepping.Restart();
    }

    /// <summary>Reports a step.</summary>
    /// <param name="step">Steps done in the epoch.</param>
    /// <param name="images">Images seen in the epoch.</param>
    /// <param name="loss">Their mean loss.</param>
    /// <param name="accuracy">The share of them that was recognised.</param>
    public void EndStep(int step, int images, double loss, double accuracy)
    {
        _images = images;
        if (step == steps)
            _stepping.Stop(); // validation is not training
        progress?.Report(At(step, loss, accuracy));
    }

    public void EndEpoch(EpochMetrics metrics, bool best) => progress?.Report(At(steps, metrics.Loss, metrics.Accuracy) with
    {
        EpochCompleted = true,
        Best = best,
        ValidationLoss = metrics.ValidationLoss,
        ValidationAccuracy = metrics.ValidationAccuracy,
    });

    private TrainingProgress At(int step, double loss, double accuracy)
    {
        double done = _epoch - 1 + (double)step / steps;
        return new TrainingProgress
        {
            Epoch = _epoch,
            Epochs = epochs,
            Step = step,
            Steps = steps,
            ImagesPerSecond = _images / Math.Max(_stepping.Elapsed.TotalSeconds, 1e-9),
            Loss = loss,
            Accuracy = accuracy,
            Elapsed = _total.Elapsed,
            TimeLeft = _total.Elapsed * ((epochs - done) / done),
        };
    }
}
