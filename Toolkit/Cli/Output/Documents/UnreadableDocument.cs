namespace MLResNet.Cli.Output.Documents;

/// <summary>A file that cannot be read, and why.</summary>
internal sealed record UnreadableDocument(string Path, string Reason)
{
    public static IReadOnlyList<UnreadableDocument> From(IEnumerable<UnreadableFile> files) =>
        [.. files.Select(file => new UnreadableDocument(file.Path, file.Reason))];
}
