namespace MLResNet.Metrics;

/// <summary>The images that a model is about equally sure of: a bar of a reliability diagram.</summary>
/// <remarks>
/// Where images may have several labels, each label of each image counts as one: how likely the model takes it to be, and whether
/// it is.
/// </remarks>
/// <param name="Low">The images' likeliest label has a probability above this, 0 to 1.</param>
/// <param name="High">And of this at most, 0 to 1.</param>
/// <param name="Images">How many images there are.</param>
/// <param name="Confidence">Mean probability of their likeliest labels, 0 to 1; null without images.</param>
/// <param name="Accuracy">Share of them that is recognised, 0 to 1; null without images.</param>
public sealed record CalibrationBin(double Low, double High, int Images, double? Confidence, double? Accuracy)
{
    private const int Count = 15;

    /// <summary>Bins of equal width from 0 to 1, empty ones included; an answer on a border belongs to the lower one.</summary>
    /// <param name="answers">Their probabilities, and whether they are right.</param>
    internal static IReadOnlyList<CalibrationBin> Of(IEnumerable<(float Score, bool IsRight)> answers)
    {
        ILookup<int, (float Score, bool IsRight)> byBin =
            answers.ToLookup(answer => Math.Clamp((int)Math.Ceiling((double)answer.Score * Count) - 1, 0, Count - 1));
        return [.. Enumerable.Range(0, Count).Select(bin => From(bin, [.. byBin[bin]]))];
    }

    private static CalibrationBin From(int bin, (float Score, bool IsRight)[] answers) => new(
        (double)bin / Count,
        (bin + 1.0) / Count,
        answers.Length,
        answers.Length == 0 ? null : answers.Average(answer => (double)answer.Score),
        answers.Length == 0 ? null : answers.Count(answer => answer.IsRight) / (double)answers.Length);
}
