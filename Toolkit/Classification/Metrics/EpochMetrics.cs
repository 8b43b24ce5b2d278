namespace MLResNet.Metrics;

/// <summary>What one pass over the training images came to.</summary>
/// <param name="Epoch">Number of the pass, from 1.</param>
/// <param name="LearningRate">Learning rate of its last step.</param>
/// <param name="Loss">
/// Mean training loss: cross-entropy on augmented images, binary cross-entropy where they may have several labels; label
/// smoothing included.
/// </param>
/// <param name="Accuracy">
/// Share of the augmented training images that were recognised while they were trained on, 0 to 1; with several labels those of
/// which each was told right at a probability of half.
/// </param>
/// <param name="ValidationLoss">Log-loss on the validation images after the pass; null without any.</param>
/// <param name="ValidationAccuracy">Accuracy on the validation images after the pass, 0 to 1; null without any.</param>
public sealed record EpochMetrics(
    int Epoch, double LearningRate, double Loss, double Accuracy, double? ValidationLoss = null,
    double? ValidationAccuracy = null);
