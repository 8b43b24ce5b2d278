using System.Diagnostics;
using MLResNet.Imaging;

namespace MLResNet.Benchmarks;

/// <summary>What a program that has just started pays for its first prediction, compilation included.</summary>
internal static class FirstPrediction
{
    private const int MoreRuns = 10;

    /// <summary>Loads a model package and predicts; prints load_ms, first_ms and working_set_mb as one JSON object.</summary>
    public static void Measure(string path, int threads)
    {
        RgbImage picture = Noise.Picture(500, 375);
        long start = Stopwatch.GetTimestamp();
        using ImageClassifier classifier = ImageClassifier.Load(path, new ImageClassifierOptions { Threads = threads });
        TimeSpan load = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        classifier.Predict(picture);
        TimeSpan first = Stopwatch.GetElapsedTime(start);
        for (int run = 0; run < MoreRuns; run++)
            classifier.Predict(picture);
        Console.WriteLine(FormattableString.Invariant(
            $$"""{"load_ms": {{load.TotalMilliseconds:F1}}, "first_ms": {{first.TotalMilliseconds:F1}}, "working_set_mb": {{Environment.WorkingSet / 1e6:F1}}}"""));
    }
}
