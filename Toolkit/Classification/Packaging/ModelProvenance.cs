using MLResNet.Metrics;

namespace MLResNet.Packaging;

/// <summary>
/// Where a model comes from. The same training always gives the same provenance: no clock, host or thread count.
/// </summary>
/// <param name="Tool">Name and version of what trained it.</param>
/// <param name="Tune">Which part of the network was trained, as <see cref="MLResNet.Tune"/> names it.</param>
/// <param name="Seed">Seed of the initial weights, the order of the images and the augmentation.</param>
/// <param name="Data">The images it was trained on.</param>
/// <param name="Settings">The settings, those chosen automatically included; null where only a head was fitted.</param>
/// <param name="BestEpoch">The epoch whose weights were kept; null without epochs.</param>
/// <param name="History">What each epoch came to; null or empty without epochs.</param>
public sealed record ModelProvenance(
    string Tool,
    string Tune,
    long Seed,
    TrainingData Data,
    TrainingSettings? Settings = null,
    int? BestEpoch = null,
    IReadOnlyList<EpochMetrics>? History = null)
{
    /// <summary>What each epoch came to; empty without epochs.</summary>
    public IReadOnlyList<EpochMetrics> History { get; init; } = History ?? [];

    /// <summary>
    /// Of a backbone whose pretraining went on from an earlier one, SHA-256 of that one's weights, as its <see
    /// cref="BackboneProvenance.WeightsHash"/>; null from random weights.
    /// </summary>
    public string? InitialWeights { get; init; }

    /// <summary>How the head was fitted to the backbone's features; null where the network was trained in epochs.</summary>
    public HeadSettings? Head { get; init; }

    /// <summary>
    /// What was tried, in order, where it was left open how much of a backbone to train; the best one was kept. Null otherwise.
    /// </summary>
    public IReadOnlyList<TuningTrial>? Trials { get; init; }
}
