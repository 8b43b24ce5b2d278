using System.Globalization;
using Microsoft.ML;

namespace MLResNet.Pipelines.Tests;

/// <summary>
/// Loads a model and names pictures: <c>MODEL PICTURE...</c> writes a line for each, all scores in full precision.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var ml = new MLContext();
        using ImagePredictionEngine engine =
            ml.Model.CreateImagePredictionEngine(ml.Model.LoadWithResNet(args[0], out DataViewSchema? schema));
        Console.WriteLine(string.Join(", ", schema!.Select(column => column.Name)));
        foreach (string picture in args[1..])
            Console.WriteLine(Line(engine.Predict(picture)));
        return 0;
    }

    /// <summary>What it writes in a process of its own.</summary>
    public static string[] Run(string[] arguments) =>
        ProgramRun.LinesOf(typeof(Program).Assembly.Location, AppContext.BaseDirectory, arguments);

    public static string Line(Prediction prediction) => string.Join(
        ' ', prediction.Scores.Select(score => $"{score.Key}={score.Value.ToString("R", CultureInfo.InvariantCulture)}"));
}
