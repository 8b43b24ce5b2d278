using MLResNet.Metrics;

namespace MLResNet.Packaging;

/// <summary>
/// Where a model comes from. The same training always gives the same provenance: no clock, host or thread count.
/// </summary>
/// <param name="Tool">Name and version of what trained it.</param>
/// <param name="Tune">Which part of the network was trained, as <see cref="MLResNet.Tune"/> names it.</param>
/// <param name="Seed">Seed of the initial weights, the order of the images and the augmentation.</param>
/// <param name="Data">The images it was trained on.</param>
/// <param name="Settings">The settings, those chosen automatically included.</param>
/// <param name="BestEpoch">The epoch whose weights were kept.</param>
/// <param name="History">What each epoch came to.</param>
public sealed record ModelProvenance(
    string Tool,
    string Tune,
    long Seed,
    TrainingData Data,
    TrainingSettings Settings,
    int BestEpoch,
    IReadOnlyList<EpochMetrics> History);
