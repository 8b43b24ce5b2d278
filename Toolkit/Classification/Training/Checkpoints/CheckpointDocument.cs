namespace MLResNet.Training.Checkpoints;

/// <summary>checkpoint.json of a checkpoint: everything but tensors and models.</summary>
internal sealed class CheckpointDocument
{
    /// <summary>What <see cref="Format"/> says.</summary>
    public const string FormatName = "mlresnet-checkpoint";

    /// <summary>The version that is written, and the only one that is read: a checkpoint need not outlive an update.</summary>
    public const int CurrentVersion = 3;

    public required string Format { get; set; }

    public required int Version { get; set; }

    /// <summary>The training in epochs that is under way; null between those of an automatic training.</summary>
    public TrainingStateDocument? Training { get; set; }

    /// <summary>What the automatic training has found that it is part of; null where it is none.</summary>
    public TuningDocument? Tuning { get; set; }
}
