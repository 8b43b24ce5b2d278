using MLResNet.Packaging;

namespace MLResNet.Training.Checkpoints;

/// <summary>What an automatic training has come to: the trials that are over, and the best model of them.</summary>
/// <param name="Identity">Which training it is.</param>
/// <param name="Trials">What was tried, in order.</param>
/// <param name="Best">The best model.</param>
/// <param name="Unreadable">Images that are left out.</param>
/// <param name="FeaturesFound">Images whose features were known before; for reports alone.</param>
/// <param name="Seconds">How long the trials took; for reports alone.</param>
internal sealed record TuningCheckpoint(
    TrainingIdentity Identity, IReadOnlyList<TuningTrial> Trials, ModelPackage Best, IReadOnlyList<UnreadableImage> Unreadable,
    int FeaturesFound, double Seconds);
