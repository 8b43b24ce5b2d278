namespace MLResNet;

/// <summary>How <see cref="ModelAveraging.Average"/> averages.</summary>
public sealed record ModelAveragingOptions
{
    /// <summary>What each model counts, in the models' order, above 0; null for all alike.</summary>
    public IReadOnlyList<double>? Shares { get; init; }

    /// <summary>
    /// Images of the kind that the models have learned from, some thousands for a backbone, whose statistics the batch norms of the mean
    /// are given: the mean of the models' own does not quite suit it. Of a data set that brings a train part, that part; its labels do not
    /// matter. A validation part of the mean's classes says how it fares. Null for the mean of the models' own.
    /// </summary>
    public ImageFolder? Images { get; init; }

    /// <summary>Whether the weights are rounded to 16 bits: half the file, hardly another result.</summary>
    public bool HalfPrecision { get; init; }

    /// <summary>What a mean of backbones is called; null for the id of its network.</summary>
    public string? Id { get; init; }

    /// <summary>Threads to use; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>Told of every batch of images.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
