namespace MLResNet.Cli.Output.Documents;

/// <summary>A file that cannot be read, and why.</summary>
internal sealed record UnreadableDocument(string Path, string Reason);
