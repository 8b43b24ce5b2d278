using System.Diagnostics;
using MLResNet.Metrics;
using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>Measures a training's pace and reports where it stands.</summary>
internal sealed class ProgressMeter
{
    private readonly double[] _workBefore;
    private readonly int _steps;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly Stopwatch _total = Stopwatch.StartNew();
    private readonly Stopwatch _stepping = new();
    private double _workAtStart;
    private int _epoch;
    private int _images;
    private int _imagesBefore;

    /// <param name="work">How much work an image is in each epoch, in any unit: what is left is told by it.</param>
    /// <param name="steps">Steps of an epoch.</param>
    /// <param name="progress">Told of every step.</param>
    public ProgressMeter(IReadOnlyList<double> work, int steps, IProgress<TrainingProgress>? progress)
    {
        _workBefore = new double[work.Count + 1];
        for (int i = 0; i < work.Count; i++)
            _workBefore[i + 1] = _workBefore[i] + work[i];
        _steps = steps;
        _progress = progress;
    }

    private int Epochs => _workBefore.Length - 1;

    /// <summary>Starts the clock anew, in the midst of a training that goes on after so many steps of an epoch.</summary>
    public void Start(int epoch, int step)
    {
        _workAtStart = WorkAt(epoch, step);
        _total.Restart();
    }

    /// <summary>Starts an epoch, of which so many images have been seen before the clock ran.</summary>
    public void BeginEpoch(int epoch, int imagesBefore = 0)
    {
        _epoch = epoch;
        _images = imagesBefore;
        _imagesBefore = imagesBefore;
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
        if (step == _steps)
            _stepping.Stop(); // validation is not training
        _progress?.Report(At(step, loss, accuracy));
    }

    /// <summary>Reports a batch of features.</summary>
    /// <param name="batch">Batches done.</param>
    /// <param name="images">Images done.</param>
    public void EndFeatures(int batch, int images) => EndBatch(TrainingStage.Features, batch, images);

    /// <summary>Reports a batch whose statistics the batch norms have taken.</summary>
    /// <inheritdoc cref="EndFeatures"/>
    public void EndNorms(int batch, int images) => EndBatch(TrainingStage.Norms, batch, images);

    /// <summary>Reports the head.</summary>
    public void EndHead(double loss, double accuracy, ModelMetrics? validation) => _progress?.Report(At(_steps, loss, accuracy) with
    {
        Stage = TrainingStage.Head,
        EpochCompleted = true,
        Best = true,
        ValidationLoss = validation?.LogLoss,
        ValidationAccuracy = validation?.Accuracy,
    });

    public void EndEpoch(EpochMetrics metrics, bool best) => _progress?.Report(At(_steps, metrics.Loss, metrics.Accuracy) with
    {
        EpochCompleted = true,
        Best = best,
        ValidationLoss = metrics.ValidationLoss,
        ValidationAccuracy = metrics.ValidationAccuracy,
    });

    private void EndBatch(TrainingStage stage, int batch, int images)
    {
        _images = images;
        if (batch == _steps)
            _stepping.Stop();
        _progress?.Report(At(batch, null, null) with { Stage = stage });
    }

    private TrainingProgress At(int step, double? loss, double? accuracy)
    {
        double work = WorkAt(_epoch, step);
        return new TrainingProgress
        {
            Epoch = _epoch,
            Epochs = Epochs,
            Step = step,
            Steps = _steps,
            ImagesPerSecond = (_images - _imagesBefore) / Math.Max(_stepping.Elapsed.TotalSeconds, 1e-9),
            Loss = loss,
            Accuracy = accuracy,
            Elapsed = _total.Elapsed,
            TimeLeft = work > _workAtStart ? _total.Elapsed * ((_workBefore[^1] - work) / (work - _workAtStart)) : TimeSpan.Zero,
        };
    }

    /// <summary>The work that is done after so many steps of an epoch.</summary>
    private double WorkAt(int epoch, int step)
    {
        double before = _workBefore[Math.Min(epoch - 1, Epochs)], after = _workBefore[Math.Min(epoch, Epochs)];
        return before + (after - before) * step / _steps;
    }
}
