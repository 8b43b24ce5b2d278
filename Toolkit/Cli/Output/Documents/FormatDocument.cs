namespace MLResNet.Cli.Output.Documents;

/// <summary>How many files are of a format.</summary>
internal sealed record FormatDocument(string Format, int Images);
