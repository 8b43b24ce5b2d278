using System.Text.Json.Serialization;

namespace MLResNet.Cli.Output.Documents;

/// <summary><c>inspect FOLDER --format json</c>.</summary>
internal sealed record FolderDocument
{
    public string Kind { get; } = "folder";

    public required string Path { get; init; }

    public required int Images { get; init; }

    public required int Classes { get; init; }

    public required IReadOnlyList<FolderClassDocument> PerClass { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required IReadOnlyList<LabelsPerImageDocument>? LabelsPerImage { get; init; }

    public required IReadOnlyList<FormatDocument> Formats { get; init; }

    public required SizeDocument? Width { get; init; }

    public required SizeDocument? Height { get; init; }

    public required IReadOnlyList<UnreadableDocument> Unreadable { get; init; }

    public required IReadOnlyList<FindingDocument> Findings { get; init; }
}
