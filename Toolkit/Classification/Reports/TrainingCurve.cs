using MLResNet.Metrics;

namespace MLResNet.Reports;

/// <summary>How a training went, under a name.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="History">What each epoch came to, at least one.</param>
public sealed record TrainingCurve(string Name, IReadOnlyList<EpochMetrics> History);
