namespace MLResNet.Cli.Output.Documents;

/// <summary>An element of <c>similar --format json</c>.</summary>
internal sealed record SimilarImageDocument(string Path, float Similarity);
