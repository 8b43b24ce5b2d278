namespace MLResNet.Packaging;

/// <summary>One of the trainings that were tried to see how much of a backbone to train.</summary>
/// <param name="Tune">What was trained, as <see cref="MLResNet.Tune"/> names it.</param>
/// <param name="LogLoss">Mean of -ln(probability of the label) over the validation images.</param>
/// <param name="Accuracy">Share of the validation images that were recognised, 0 to 1.</param>
public sealed record TuningTrial(string Tune, double LogLoss, double Accuracy);
