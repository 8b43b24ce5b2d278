namespace MLResNet.Cli.Output.Documents;

/// <summary>Something about a data set that its owner should know; the kind in snake_case.</summary>
internal sealed record FindingDocument(string Kind, string Message);
