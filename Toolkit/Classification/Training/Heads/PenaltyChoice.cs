using MLResNet.Engine.Regression;
using MLResNet.Packaging;

namespace MLResNet.Training.Heads;

/// <summary>The penalty with which held-out images were told best.</summary>
/// <param name="L2">The penalty.</param>
/// <param name="Fit">A fit with it, to the images but the first held-out ones.</param>
/// <param name="Probabilities">[rows][classes], each held-out row by a fit that it was held out from.</param>
/// <param name="Trials">All penalties that were tried.</param>
internal sealed record PenaltyChoice(double L2, RegressionFit Fit, float[] Probabilities, IReadOnlyList<PenaltyTrial> Trials);
