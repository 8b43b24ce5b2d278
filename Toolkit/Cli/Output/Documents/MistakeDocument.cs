using System.Text.Json.Serialization;
using MLResNet.Metrics;

namespace MLResNet.Cli.Output.Documents;

/// <summary>An image that a model takes for what it is not.</summary>
internal sealed record MistakeDocument(string Path, string Label, string Predicted, float Score, float LabelScore)
{
    /// <summary>What it is, where images may have several labels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>What it is taken for, where images may have several labels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? PredictedLabels { get; init; }

    public static MistakeDocument From(EvaluatedImage image, bool isMultiLabel) =>
        new(image.Path, image.Label, image.PredictedLabel, image.PredictedScore, image.LabelScore)
        {
            Labels = isMultiLabel ? image.Labels : null,
            PredictedLabels = isMultiLabel ? image.PredictedLabels : null,
        };
}
