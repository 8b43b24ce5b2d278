namespace MLResNet.Packaging;

/// <summary>A model whose weights are a part of the mean that a package holds.</summary>
/// <param name="WeightsHash">
/// SHA-256 of its weights, as the <see cref="BackboneProvenance.WeightsHash"/> of a backbone.
/// </param>
/// <param name="Share">What it counts, above 0; the others' shares in proportion.</param>
public sealed record AveragedModel(string WeightsHash, double Share);
