namespace MLResNet.Packaging;

/// <summary>A model by whose answers another one was trained.</summary>
/// <param name="Arch">Id of its network.</param>
/// <param name="WeightsHash">
/// SHA-256 of its weights, as the <see cref="BackboneProvenance.WeightsHash"/> of a backbone.
/// </param>
/// <param name="Temperature">What its logits were divided by.</param>
/// <param name="Listing">
/// The <see cref="TrainingData.Listing"/> of the images that it has learned from; null where its package does not say.
/// </param>
public sealed record TeacherModel(string Arch, string WeightsHash, double Temperature, string? Listing = null);
