using MLResNet.Engine.Networks;
using MLResNet.Metrics;

namespace MLResNet.Training;

/// <summary>What an <see cref="EpochTrainer"/> comes to.</summary>
/// <param name="Parameters">The parameters that were kept.</param>
/// <param name="BestEpoch">The epoch that they are from; 0 for those that the training started from.</param>
/// <param name="Size">Side of the images that they have seen last.</param>
/// <param name="Logits">
/// What they make of the validation images; null without any, or where they are of a training cut short.
/// </param>
/// <param name="History">What each epoch came to.</param>
/// <param name="Cancelled">Whether the training was cancelled before its last epoch.</param>
/// <param name="Duration">How long it took, earlier runs of a resumed training included.</param>
internal sealed record TrainedNetwork(
    NetworkParameters Parameters,
    int BestEpoch,
    int Size,
    ImageLogits? Logits,
    IReadOnlyList<EpochMetrics> History,
    bool Cancelled,
    TimeSpan Duration)
{
    /// <summary>
    /// The temperature and thresholds under which the validation images are told best, and how the network with them fares on
    /// those.
    /// </summary>
    /// <param name="images">The images that it was trained on.</param>
    public Calibration Calibrate(ImageFolder images) => Logits?.Calibrate() ?? Calibration.Without(images);
}
