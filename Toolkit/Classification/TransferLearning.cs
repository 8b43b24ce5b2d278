using MLResNet.Backbones;
using MLResNet.Training;
using MLResNet.Training.Heads;

namespace MLResNet;

/// <summary>Trains image classifiers.</summary>
public static class TransferLearning
{
    /// <summary>Trains a classifier on labelled images.</summary>
    /// <remarks>
    /// Of a data set that brings a train part of its own, that part is trained on, and its validation part chooses the best
    /// epoch, or the head's penalty. The same images, options and seed give the same model, byte for byte, on any number of threads.
    /// </remarks>
    /// <param name="images">
    /// The images, at least one in each of two classes. A head reads them once; training from scratch reads them anew in every epoch.
    /// </param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <param name="cancellationToken">
    /// Ends the training early: the best model so far is returned, and <see cref="TrainingReport.Cancelled"/> says so.
    /// </param>
    /// <exception cref="DatasetException">
    /// The images cannot be trained on: too few classes, several labels an image, or, if so wished, a file that cannot be read.
    /// </exception>
    /// <exception cref="MLResNetException">
    /// An option is out of its range or of no use, the backbone is not there, or the training diverged.
    /// </exception>
    /// <exception cref="ModelFormatException">The backbone's file is damaged.</exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled before the first epoch was over, or before the head was fitted, so there is no model.
    /// </exception>
    public static ImageClassifier Train(
        ImageFolder images, TransferLearningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        options ??= new TransferLearningOptions();
        options.Validate();
        if (FindBackbone(options) is { } backbone)
            return new HeadTrainer(backbone, options).Run(images, cancellationToken);
        TrainingPlan plan = TrainingPlan.Create(images, options, cancellationToken);
        return new ScratchTrainer(plan, options).Run(cancellationToken);
    }

    /// <summary>The backbone to build on; null to train from scratch.</summary>
    private static PretrainedBackbone? FindBackbone(TransferLearningOptions options)
    {
        switch (options.Tune)
        {
            case Tune.Scratch:
                Refuse(options.OnlyForHead ?? options.FeatureCacheIfSet, Tune.Scratch);
                return null;
            case Tune.Auto when options.OnlyForHead is null:
                return options.OnlyForScratch is null ? new BackboneStore().FindBest() : null;
            case Tune.Auto or Tune.Head:
                Refuse(options.OnlyForScratch, Tune.Head);
                return (options.Backbone ?? Backbone.BestAvailable).Open();
            default:
                throw new MLResNetException(
                    $"The option Tune = {options.Tune} is not there in this version; use {Tune.Head} or {Tune.Scratch}.");
        }
    }

    private static void Refuse(string? option, Tune tune)
    {
        if (option is not null)
            throw new MLResNetException($"The option {option} has no effect with Tune = {tune}; leave one of them out.");
    }
}
