namespace MLResNet.Cli.Output.Documents;

/// <summary>An element of <c>predict --format json</c>.</summary>
internal sealed record PredictionDocument(string Path, string Label, float Score, IReadOnlyList<ScoredLabel> Top)
{
    public static PredictionDocument From(FilePrediction file, int top) =>
        new(file.Path, file.Prediction!.Label, file.Prediction.Score, file.Prediction.Top(top));
}
