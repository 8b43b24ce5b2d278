using MLResNet.Listing;

namespace MLResNet.Metrics;

/// <summary>One image of an evaluation: what it is, and what the model made of it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Label">What it is; several labels are separated by |, and none is empty.</param>
/// <param name="PredictedLabel">What the model takes it for, in the same way.</param>
/// <param name="PredictedScore">
/// Probability of <paramref name="PredictedLabel"/>, 0 to 1. Where images may have several labels each one is an answer, yes or
/// no; then it is the probability of the answer that the model is least sure of.
/// </param>
/// <param name="LabelScore">
/// Probability of <paramref name="Label"/>, 0 to 1. Where images may have several labels: that of the right answer which the
/// model thinks least of.
/// </param>
/// <param name="LabelRank">
/// Place of <paramref name="Label"/> among all labels sorted by score, 1 for the best. Where images may have several labels: 1 if
/// all of them are told right, otherwise 2.
/// </param>
public sealed record EvaluatedImage(
    string Path, string Label, string PredictedLabel, float PredictedScore, float LabelScore, int LabelRank)
{
    private const int TopLabels = 3;

    /// <summary>
    /// The three likeliest labels, best first; fewer where there are fewer classes. Where images may have several labels, those
    /// that the image has and those that the model gives it are among them.
    /// </summary>
    public IReadOnlyList<ScoredLabel> Top { get; init; } = [new ScoredLabel(PredictedLabel, PredictedScore)];

    /// <summary>What the image is, label by label, in the model's order.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [Label];

    /// <summary>What the model takes it for, label by label, in the model's order.</summary>
    public IReadOnlyList<string> PredictedLabels { get; init; } = [PredictedLabel];

    /// <summary>
    /// Where images may have several labels: the probability of every label, in the model's order. Otherwise empty.
    /// </summary>
    public IReadOnlyList<float> Scores { get; init; } = [];

    /// <summary>Whether the model is right, with several labels about all of them.</summary>
    public bool Correct => LabelRank == 1;

    /// <summary>An image of one class.</summary>
    internal static EvaluatedImage From(string path, IReadOnlyList<string> labels, int label, Prediction prediction) => new(
        path, labels[label], prediction.Label, prediction.Score, prediction.ScoresInOrder[label], prediction.RankOf(label))
    {
        Top = prediction.Top(TopLabels),
    };

    /// <summary>An image of any number of labels.</summary>
    internal static EvaluatedImage From(string path, IReadOnlyList<string> labels, IReadOnlyList<int> own, Prediction prediction)
    {
        float[] scores = prediction.ScoresInOrder.ToArray();
        string[] truth = [.. labels.Where((_, i) => own.Contains(i))], predicted = [.. labels.Where((_, i) => prediction.IsChosen(i))];
        return new EvaluatedImage(
            path,
            string.Join(ManifestListing.LabelSeparator, truth),
            string.Join(ManifestListing.LabelSeparator, predicted),
            scores.Select((score, i) => prediction.IsChosen(i) ? score : 1 - score).Min(),
            scores.Select((score, i) => own.Contains(i) ? score : 1 - score).Min(),
            truth.SequenceEqual(predicted) ? 1 : 2)
        {
            Top = [.. prediction.Top(scores.Length)
                .Where((top, rank) => rank < TopLabels || truth.Contains(top.Label) || predicted.Contains(top.Label))],
            Labels = truth,
            PredictedLabels = predicted,
            Scores = scores,
        };
    }
}
