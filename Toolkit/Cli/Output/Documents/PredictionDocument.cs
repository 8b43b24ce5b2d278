using System.Text.Json.Serialization;

namespace MLResNet.Cli.Output.Documents;

/// <summary>An element of <c>predict --format json</c>.</summary>
internal sealed record PredictionDocument(string Path, string Label, float Score, IReadOnlyList<ScoredLabel> Top)
{
    /// <summary>The labels that the photo has, the likeliest first, where it may have any number of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ScoredLabel>? Labels { get; init; }

    public static PredictionDocument From(FilePrediction file, int top, bool isMultiLabel)
    {
        Prediction prediction = file.Prediction!;
        return new PredictionDocument(file.Path, prediction.Label, prediction.Score, prediction.Top(top))
        {
            Labels = isMultiLabel ? [.. prediction.Labels.Select(label => new ScoredLabel(label, prediction.Scores[label]))] : null,
        };
    }
}
