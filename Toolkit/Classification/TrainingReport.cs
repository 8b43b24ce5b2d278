using MLResNet.Metrics;
using MLResNet.Training;

namespace MLResNet;

/// <summary>What happened in a training. It stays with the program: the model package keeps the history, but no paths.</summary>
public sealed record TrainingReport
{
    /// <summary>Files that were left out because they cannot be read.</summary>
    public required IReadOnlyList<UnreadableFile> Unreadable { get; init; }

    /// <summary>What each epoch came to; empty where only a head was fitted.</summary>
    public required IReadOnlyList<EpochMetrics> History { get; init; }

    /// <summary>The epoch whose weights were kept; null where only a head was fitted.</summary>
    public required int? BestEpoch { get; init; }

    /// <summary>Whether the training was cancelled before its last epoch; the model is the best until then.</summary>
    public required bool Cancelled { get; init; }

    /// <summary>
    /// Images whose features were known from an earlier training, see <see cref="TransferLearningOptions.FeatureCacheBytes"/>.
    /// </summary>
    public int FeaturesFound { get; init; }

    /// <summary>Why features were not kept for the next training; null where they were, or were not to be.</summary>
    public string? FeatureCacheProblem { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    internal static TrainingReport Of(TrainedNetwork trained, IReadOnlyList<UnreadableFile> unreadable) => new()
    {
        Unreadable = unreadable,
        History = trained.History,
        BestEpoch = trained.BestEpoch,
        Cancelled = trained.Cancelled,
        Duration = trained.Duration,
    };
}
