namespace MLResNet.Training.Heads;

/// <summary>A backbone with a new classifier at its end.</summary>
/// <param name="Model">The model.</param>
/// <param name="Parts">The images that could be read.</param>
internal sealed record FittedHead(TrainedModel Model, TrainingParts Parts);
