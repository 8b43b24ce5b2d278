using System.Diagnostics;
using Microsoft.ML.Vision;

namespace MLResNet.Pipelines.Training;

/// <summary>Tells of a training by ML.NET as this library's trainings tell of theirs.</summary>
/// <param name="next">Who is told.</param>
/// <param name="epochs">Epochs at most.</param>
/// <param name="images">Images to train on, those that are held out of them included.</param>
/// <param name="validationImages">Images that a set of their own validates with.</param>
/// <param name="validates">Whether a measure on validation images ends each epoch.</param>
internal sealed class TensorFlowProgress(
    IProgress<TrainingProgress> next, int epochs, int images, int validationImages, bool validates)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _learningSince;
    private float? _loss;
    private float? _accuracy;

    /// <summary>What ML.NET calls after each image, and after each pass over training or validation images.</summary>
    public void Report(ImageClassificationTrainer.ImageClassificationMetrics metrics)
    {
        if (metrics.Train is { } pass)
            ReportPass(pass);
        else
            ReportFeatures(metrics.Bottleneck);
    }

    private void ReportFeatures(ImageClassificationTrainer.BottleneckMetrics features)
    {
        bool isTrain = features.DatasetUsed == ImageClassificationTrainer.ImageClassificationMetrics.Dataset.Train;
        int all = isTrain ? images : validationImages;
        double pace = features.Index / Math.Max(_clock.Elapsed.TotalSeconds, 1e-3);
        next.Report(new TrainingProgress
        {
            Stage = TrainingStage.Features,
            Epoch = 1,
            Epochs = 1,
            Step = features.Index,
            Steps = all,
            ImagesPerSecond = pace,
            Loss = null,
            Accuracy = null,
            Elapsed = _clock.Elapsed,
            TimeLeft = TimeSpan.FromSeconds(Math.Max(all - features.Index, 0) / Math.Max(pace, 1e-3)),
        });
        _learningSince = _clock.Elapsed;
    }

    private void ReportPass(ImageClassificationTrainer.TrainMetrics pass)
    {
        bool isTrain = pass.DatasetUsed == ImageClassificationTrainer.ImageClassificationMetrics.Dataset.Train;
        if (isTrain)
            (_loss, _accuracy) = (pass.CrossEntropy, pass.Accuracy);
        if (isTrain && validates)
            return; // the rest of the epoch's figures are about to come
        int epoch = pass.Epoch + 1;
        TimeSpan learning = _clock.Elapsed - _learningSince;
        next.Report(new TrainingProgress
        {
            Epoch = epoch,
            Epochs = epochs,
            Step = pass.BatchProcessedCount,
            Steps = pass.BatchProcessedCount,
            EpochCompleted = true,
            ImagesPerSecond = (double)images * epoch / Math.Max(learning.TotalSeconds, 1e-3),
            Loss = _loss,
            Accuracy = _accuracy,
            ValidationLoss = isTrain ? null : pass.CrossEntropy,
            ValidationAccuracy = isTrain ? null : pass.Accuracy,
            Elapsed = _clock.Elapsed,
            TimeLeft = learning / epoch * (epochs - epoch),
        });
    }
}
