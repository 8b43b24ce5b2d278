using MLResNet.Training;

namespace MLResNet;

/// <summary>Trains image classifiers.</summary>
public static class TransferLearning
{
    /// <summary>Trains a classifier on labelled images.</summary>
    /// <remarks>
    /// Of a data set that brings a train part of its own, that part is trained on, and its validation part chooses the best
    /// epoch. The same images, options and seed give the same model, byte for byte, on any number of threads.
    /// </remarks>
    /// <param name="images">The images, at least one in each of two classes. They are read anew in every epoch.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <param name="cancellationToken">
    /// Ends the training early: the best model so far is returned, and <see cref="TrainingReport.Cancelled"/> says so.
    /// </param>
    /// <exception cref="DatasetException">
    /// The images cannot be trained on: too few classes, several labels an image, or, if so wished, a file that cannot be read.
    /// </exception>
    /// <exception cref="MLResNetException">An option is out of its range, or the training diverged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first epoch was over, so there is no model.</exception>
    public static ImageClassifier Train(
        ImageFolder images, TransferLearningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        options ??= new TransferLearningOptions();
        if (options.Tune is not (Tune.Auto or Tune.Scratch))
        {
            throw new MLResNetException(
                $"The option Tune = {options.Tune} needs a pretrained backbone, which this version does not have yet; "
                + $"use {Tune.Scratch}.");
        }
        TrainingPlan plan = TrainingPlan.Create(images, options, cancellationToken);
        return new ScratchTrainer(plan, options).Run(cancellationToken);
    }
}
