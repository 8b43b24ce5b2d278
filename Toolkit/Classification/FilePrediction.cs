using System.Diagnostics.CodeAnalysis;

namespace MLResNet;

/// <summary>One file of many: what the model says of it, or why it cannot be read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Prediction">What the model says; null if the file cannot be read.</param>
/// <param name="Error">Why the file cannot be read, as a sentence without the path; null if it can.</param>
public sealed record FilePrediction(string Path, Prediction? Prediction, string? Error)
{
    /// <summary>Whether the file could be read and was classified.</summary>
    [MemberNotNullWhen(true, nameof(Prediction))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Prediction is not null;

    /// <summary>The path, and the prediction or the error.</summary>
    public override string ToString() => $"{Path}: {Prediction?.ToString() ?? Error}";
}
