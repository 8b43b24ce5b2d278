namespace MLResNet.Engine.Training;

/// <summary>What one training step saw, before it changed anything.</summary>
/// <param name="Loss">The loss of the batch, smoothing and class weights included.</param>
/// <param name="Correct">
/// Images whose true class had the highest logit; of images with any number of labels those of which each label was told right,
/// at a probability of half.
/// </param>
public readonly record struct StepResult(double Loss, int Correct);
