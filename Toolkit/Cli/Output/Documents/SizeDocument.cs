namespace MLResNet.Cli.Output.Documents;

/// <summary>The spread of a length in pixels.</summary>
internal sealed record SizeDocument(int Min, int Median, int Max);
