using System.Text.Json.Serialization;

namespace MLResNet.Serving.Documents;

/// <summary>What the model says of an image, or why it cannot be read.</summary>
/// <param name="File">The name that the request gave the image; null if it gave none.</param>
/// <param name="Label">The likeliest label; null with an error.</param>
/// <param name="Score">Its probability, 0 to 1; null with an error.</param>
/// <param name="Labels">Of a model that gives an image any number of labels those that it has; otherwise null.</param>
/// <param name="Scores">The likeliest labels, likeliest first; null with an error.</param>
/// <param name="Error">Why the image cannot be read; left out where it can.</param>
internal sealed record PredictionDocument(
    string? File,
    string? Label,
    float? Score,
    IReadOnlyList<string>? Labels,
    IReadOnlyList<ScoreDocument>? Scores,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error)
{
    public static PredictionDocument Of(string? file, Prediction prediction, int top) => new(
        file,
        prediction.Label,
        prediction.Score,
        prediction.IsMultiLabel ? prediction.Labels : null,
        [.. prediction.Top(top).Select(scored => new ScoreDocument(scored.Label, scored.Score))],
        Error: null);

    public static PredictionDocument Of(string? file, string error) => new(file, null, null, null, null, error);
}
