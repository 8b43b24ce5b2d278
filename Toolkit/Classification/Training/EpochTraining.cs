using MLResNet.Engine.Networks;
using MLResNet.Training.Checkpoints;

namespace MLResNet.Training;

/// <summary>What an <see cref="EpochTrainer"/> is to do.</summary>
internal sealed record EpochTraining
{
    /// <summary>Which part of the network is trained.</summary>
    public required Tune Tune { get; init; }

    /// <summary>Images, network and settings.</summary>
    public required TrainingPlan Plan { get; init; }

    /// <summary>The parameters to start from.</summary>
    public required NetworkParameters Initial { get; init; }

    /// <summary>
    /// The first stages, where they stay as they are; null where all are trained. Whoever made them disposes of them.
    /// </summary>
    public FrozenStages? Frozen { get; init; }

    /// <summary>
    /// SHA-256 of the parameters to start from, where those are the work of an earlier training; null for random ones, which the
    /// seed decides.
    /// </summary>
    public string? InitialHash { get; init; }

    /// <summary>Decides the order of the images and their augmentation.</summary>
    public required int Seed { get; init; }

    /// <summary>Threads to use; 0 for one a core.</summary>
    public required int Threads { get; init; }

    /// <summary>
    /// Whether the parameters with which the validation images are told best are kept, those to start from among them if they
    /// have learned something; otherwise the last ones.
    /// </summary>
    public required bool KeepsBest { get; init; }

    /// <summary>Bytes of decoded images to keep; null for the loader's default.</summary>
    public long? CacheBytes { get; init; }

    /// <summary>The file that the training is kept in; null for none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The longest that training goes on without a new checkpoint.</summary>
    public TimeSpan CheckpointInterval { get; init; }

    /// <summary>Whether to go on from the checkpoint, if it is there.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// What the automatic training that this is part of has found, for the checkpoint to keep beside this; null where it is none.
    /// </summary>
    public TuningCheckpoint? Found { get; init; }

    /// <summary>Told of every step.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>A training whose best parameters are kept, the rest as the options have it.</summary>
    /// <param name="tune">Which part of the network is trained.</param>
    /// <param name="plan">Images, network and settings.</param>
    /// <param name="initial">The parameters to start from.</param>
    /// <param name="options">Seed, threads, checkpoint, progress.</param>
    public static EpochTraining Of(
        Tune tune, TrainingPlan plan, NetworkParameters initial, TransferLearningOptions options) => new()
    {
        Tune = tune,
        Plan = plan,
        Initial = initial,
        Seed = options.Seed,
        Threads = options.Threads,
        KeepsBest = true,
        Checkpoint = options.Checkpoint,
        CheckpointInterval = options.CheckpointInterval,
        Resume = options.Resume,
        Progress = options.Progress,
    };
}
