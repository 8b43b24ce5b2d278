namespace MLResNet.Packaging;

/// <summary>How heads with one penalty fared on images that they were not fitted to.</summary>
/// <param name="L2">The penalty.</param>
/// <param name="LogLoss">Mean of -ln(probability of the image's label).</param>
public sealed record PenaltyTrial(double L2, double LogLoss);
