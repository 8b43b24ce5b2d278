using MLResNet.Engine.Training;
using MLResNet.Metrics;

namespace MLResNet.Training.Checkpoints;

/// <summary>All that a training needs to go on as if it had never stopped.</summary>
/// <param name="Identity">Which training it is.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="History">The epochs that are over.</param>
/// <param name="Seconds">How long it has taken so far; for reports alone.</param>
/// <param name="State">Parameters, average and optimizer.</param>
/// <param name="Best">What would be kept; null where that is what the state has.</param>
internal sealed record TrainingCheckpoint(
    TrainingIdentity Identity, TrainingPosition Position, IReadOnlyList<EpochMetrics> History, double Seconds, TrainerState State,
    BestParameters? Best);
