namespace MLResNet.Engine.Training;

/// <summary>What one training step saw, before it changed anything.</summary>
/// <param name="Loss">The loss of the batch, smoothing and class weights included.</param>
/// <param name="Correct">Images whose true class had the highest logit.</param>
public readonly record struct StepResult(double Loss, int Correct);
