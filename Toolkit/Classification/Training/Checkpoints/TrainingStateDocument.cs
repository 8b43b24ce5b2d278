using MLResNet.Metrics;

namespace MLResNet.Training.Checkpoints;

/// <summary>A <see cref="TrainingCheckpoint"/> in <see cref="CheckpointDocument"/>.</summary>
internal sealed class TrainingStateDocument
{
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

    public static TrainingStateDocument From(TrainingCheckpoint checkpoint) => new()
    {
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
