namespace MLResNet.Backbones;

/// <summary>What <see cref="BackboneStore.Verify"/> found of one backbone.</summary>
/// <param name="Id">The backbone.</param>
/// <param name="Path">Its package.</param>
/// <param name="Bytes">The package's length.</param>
/// <param name="Problem">What is wrong with it, as a sentence; null if nothing is.</param>
public sealed record BackboneCheck(string Id, string Path, long Bytes, string? Problem);
