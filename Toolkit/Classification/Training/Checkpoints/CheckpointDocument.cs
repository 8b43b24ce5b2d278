using MLResNet.Metrics;

namespace MLResNet.Training.Checkpoints;

/// <summary>checkpoint.json of a checkpoint: everything but the tensors.</summary>
internal sealed class CheckpointDocument
{
    /// <summary>What <see cref="Format"/> says.</summary>
    public const string FormatName = "mlresnet-checkpoint";

    /// <summary>The version that is written, and the only one that is read: a checkpoint need not outlive an update.</summary>
    public const int CurrentVersion = 2;

    public required string Format { get; set; }

    public required int Version { get; set; }

    public required TrainingIdentity Identity { get; set; }

    public required TrainingPosition Position { get; set; }

    public required EpochMetrics[] History { get; set; }

    public required double Seconds { get; set; }

    /// <summary>Steps that the trainer has taken.</summary>
    public required int Steps { get; set; }

    /// <summary>Whether there is a moving average.</summary>
    public required bool IsAveraged { get; set; }

    /// <summary>Names of the optimizer's moments.</summary>
    public required string[] Moments { get; set; }

    /// <summary>The epoch whose parameters would be kept; null where that is not decided by what they come to.</summary>
    public int? BestEpoch { get; set; }

    /// <summary>Their log-loss on the validation images.</summary>
    public double? BestLoss { get; set; }

    public static CheckpointDocument From(TrainingCheckpoint checkpoint) => new()
    {
        Format = FormatName,
        Version = CurrentVersion,
        Identity = checkpoint.Identity,
        Position = checkpoint.Position,
        History = [.. checkpoint.History],
        Seconds = checkpoint.Seconds,
        Steps = checkpoint.State.Steps,
        IsAveraged = checkpoint.State.Average is not null,
        Moments = [.. checkpoint.State.Moments.Keys],
        BestEpoch = checkpoint.Best?.Epoch,
        BestLoss = checkpoint.Best?.Loss,
    };
}
