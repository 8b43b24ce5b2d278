namespace MLResNet.Metrics;

/// <summary>The images that a model is about equally sure of: a bar of a reliability diagram.</summary>
/// <param name="Low">The images' likeliest label has a probability above this, 0 to 1.</param>
/// <param name="High">And of this at most, 0 to 1.</param>
/// <param name="Images">How many images there are.</param>
/// <param name="Confidence">Mean probability of their likeliest labels, 0 to 1; null without images.</param>
/// <param name="Accuracy">Share of them that is recognised, 0 to 1; null without images.</param>
public sealed record CalibrationBin(double Low, double High, int Images, double? Confidence, double? Accuracy)
{
    private const int Count = 15;

    /// <summary>Bins of equal width from 0 to 1, empty ones included; an image on a border belongs to the lower one.</summary>
    internal static IReadOnlyList<CalibrationBin> Of(IEnumerable<EvaluatedImage> images)
    {
        ILookup<int, EvaluatedImage> byBin = images.ToLookup(
            image => Math.Clamp((int)Math.Ceiling((double)image.PredictedScore * Count) - 1, 0, Count - 1));
        return [.. Enumerable.Range(0, Count).Select(bin => From(bin, [.. byBin[bin]]))];
    }

    private static CalibrationBin From(int bin, EvaluatedImage[] images) => new(
        (double)bin / Count,
        (bin + 1.0) / Count,
        images.Length,
        images.Length == 0 ? null : images.Average(image => (double)image.PredictedScore),
        images.Length == 0 ? null : images.Count(image => image.Correct) / (double)images.Length);
}
