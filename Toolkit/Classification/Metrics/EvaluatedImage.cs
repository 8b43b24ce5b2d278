namespace MLResNet.Metrics;

/// <summary>One image of an evaluation: what it is, and what the model made of it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Label">What it is.</param>
/// <param name="PredictedLabel">What the model takes it for.</param>
/// <param name="PredictedScore">Probability of <paramref name="PredictedLabel"/>, 0 to 1.</param>
/// <param name="LabelScore">Probability of <paramref name="Label"/>, 0 to 1.</param>
/// <param name="LabelRank">Place of <paramref name="Label"/> among all labels sorted by score, 1 for the best.</param>
public sealed record EvaluatedImage(
    string Path, string Label, string PredictedLabel, float PredictedScore, float LabelScore, int LabelRank)
{
    private const int TopLabels = 3;

    /// <summary>The three likeliest labels, best first; fewer where there are fewer classes.</summary>
    public IReadOnlyList<ScoredLabel> Top { get; init; } = [new ScoredLabel(PredictedLabel, PredictedScore)];

    /// <summary>Whether the model is right.</summary>
    public bool Correct => LabelRank == 1;

    internal static EvaluatedImage From(string path, IReadOnlyList<string> labels, int label, Prediction prediction) => new(
        path, labels[label], prediction.Label, prediction.Score, prediction.ScoresInOrder[label], prediction.RankOf(label))
    {
        Top = prediction.Top(TopLabels),
    };
}
