using MLResNet.Metrics;

namespace MLResNet.Cli.Output.Documents;

/// <summary>An image that a model takes for what it is not.</summary>
internal sealed record MistakeDocument(string Path, string Label, string Predicted, float Score, float LabelScore)
{
    public static MistakeDocument From(EvaluatedImage image) =>
        new(image.Path, image.Label, image.PredictedLabel, image.PredictedScore, image.LabelScore);
}
