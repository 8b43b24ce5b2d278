using MLResNet.Packaging;

namespace MLResNet.Training.Checkpoints;

/// <summary>A <see cref="TuningCheckpoint"/> in <see cref="CheckpointDocument"/>.</summary>
internal sealed class TuningDocument
{
    public required TrainingIdentity Identity { get; set; }

    public required TuningTrial[] Trials { get; set; }

    public required UnreadableImage[] Unreadable { get; set; }

    public required int FeaturesFound { get; set; }

    public required double Seconds { get; set; }

    public static TuningDocument From(TuningCheckpoint checkpoint) => new()
    {
        Identity = checkpoint.Identity,
        Trials = [.. checkpoint.Trials],
        Unreadable = [.. checkpoint.Unreadable],
        FeaturesFound = checkpoint.FeaturesFound,
        Seconds = checkpoint.Seconds,
    };
}
