using MLResNet.Engine.Networks;

namespace MLResNet.Training.Checkpoints;

/// <summary>The parameters that a training would keep if it ended now.</summary>
/// <param name="Epoch">The epoch that they are from; 0 for those that the training started from.</param>
/// <param name="Loss">Their log-loss on the validation images; null without those.</param>
/// <param name="Parameters">The parameters.</param>
internal sealed record BestParameters(int Epoch, double? Loss, NetworkParameters Parameters);
