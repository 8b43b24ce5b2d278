namespace MLResNet.Cli.Output.Documents;

/// <summary>A part of a picture, in pixels from its upper left corner.</summary>
internal sealed record RegionDocument(float Left, float Top, float Right, float Bottom);
