using MLResNet.Backbones;
using MLResNet.Training;
using MLResNet.Training.Pretraining;

namespace MLResNet;

/// <summary>Trains backbones: networks that learn from many images what images are made of, for others to start from.</summary>
public static class Pretraining
{
    /// <summary>
    /// Trains a network on labelled images, from random weights or from where an earlier backbone is, for hours or days, in a way
    /// that can be stopped and resumed: AdamW on a one-cycle schedule, random resized crops and mirror images, label smoothing, small images first, a moving
    /// average of the weights.
    /// </summary>
    /// <remarks>A resumed training comes to the same model, byte for byte, as one that never stopped.</remarks>
    /// <param name="images">The images; of a data set that brings a train part of its own, that part.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <param name="cancellationToken">
    /// Ends the training early: the checkpoint is written, if the options name one, and the network as it stands is returned;
    /// <see cref="TrainingReport.Cancelled"/> says so.
    /// </param>
    /// <returns>The classifier, whose network without its last layer is the backbone.</returns>
    /// <exception cref="DatasetException">
    /// The images cannot be trained on: too few classes or, if so wished, a file that cannot be read.
    /// </exception>
    /// <exception cref="MLResNetException">
    /// An option is out of its range, the training diverged, or the checkpoint cannot be written or read or belongs to another
    /// training, or the earlier backbone cannot be read or is of another network.
    /// </exception>
    /// <exception cref="ModelFormatException">The checkpoint or the earlier backbone is damaged.</exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled before the first epoch was over; the checkpoint is written.
    /// </exception>
    public static ImageClassifier Train(
        ImageFolder images, PretrainingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        options ??= new PretrainingOptions();
        PretrainedBackbone? earlier = options.From is { } path ? PretrainedBackbone.Open(path) : null;
        TrainingPlan plan = PretrainingRecipe.Plan(images, earlier, options, cancellationToken);
        return new Pretrainer(plan, earlier, options).Run(cancellationToken).ToClassifier(options.Threads);
    }
}
