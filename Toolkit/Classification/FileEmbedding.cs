using System.Diagnostics.CodeAnalysis;

namespace MLResNet;

/// <summary>One file of many: its features, or why it cannot be read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Features">What <see cref="ImageClassifier.Embed(string)"/> gives; null if the file cannot be read.</param>
/// <param name="Error">Why the file cannot be read, as a sentence without the path; null if it can.</param>
public sealed record FileEmbedding(string Path, float[]? Features, string? Error)
{
    /// <summary>Whether the file could be read and has features.</summary>
    [MemberNotNullWhen(true, nameof(Features))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Features is not null;

    /// <summary>The path, and the number of features or the error.</summary>
    public override string ToString() => $"{Path}: {(Features is null ? Error : $"{Features.Length} features")}";
}
