using MLResNet.Engine.Networks;
using MLResNet.Metrics;
using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>What an <see cref="EpochTrainer"/> comes to.</summary>
/// <param name="Parameters">The parameters that were kept.</param>
/// <param name="BestEpoch">The epoch that they are from; 0 for those that the training started from.</param>
/// <param name="Size">Side of the images that they have seen last.</param>
/// <param name="Logits">What they make of the validation images; null without any, or where they are of a training cut short.</param>
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
    /// The temperature under which the validation images are told best, and how the network with it fares on them; 1 and null without any.
    /// </summary>
    public (double Temperature, ModelMetrics? Validation) Calibrate()
    {
        if (Logits is null)
            return (1, null);
        double temperature = Logits.FitTemperature();
        return (temperature, ModelMetrics.From(Logits.Evaluate(temperature)));
    }
}
