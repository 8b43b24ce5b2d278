using System.Globalization;
using BenchmarkDotNet.Attributes;
using MLResNet.Engine;
using MLResNet.Engine.Regression;
using MLResNet.Training;
using MLResNet.Training.Heads;

namespace MLResNet.Benchmarks.Heads;

/// <summary>
/// A head for 2,500 images whose features are known, on all cores: the penalty chosen along the path by parts that are held out,
/// then the fit to all of them. The features are those of a network in kind: not negative, correlated, and classes that overlap.
/// </summary>
public class HeadFit
{
    private const int Rows = 2500;
    private const int Directions = 64;

    private ExtractedFeatures _features = null!;
    private TrainingParts _parts = null!;

    /// <summary>Features an image, and classes.</summary>
    [Params("512 x 5", "2048 x 5", "2048 x 100")]
    public string Shape { get; set; } = "";

    private int Width => int.Parse(Shape.Split(" x ")[0], CultureInfo.InvariantCulture);

    private int Classes => int.Parse(Shape.Split(" x ")[1], CultureInfo.InvariantCulture);

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(1);
        float[] directions = Normal(random, Directions * Width, 1), centres = Normal(random, Classes * Directions, 0.6);
        float[] features = Normal(random, Rows * Width, 1);
        for (int row = 0; row < Rows; row++)
        {
            float[] at = Normal(random, Directions, 1);
            for (int feature = 0; feature < Width; feature++)
            {
                float sum = features[row * Width + feature];
                for (int i = 0; i < Directions; i++)
                    sum += (at[i] + centres[row % Classes * Directions + i]) * directions[i * Width + feature] / 4;
                features[row * Width + feature] = Math.Max(sum, 0);
            }
        }
        _features = new ExtractedFeatures(Rows, Width, features, []);
        _parts = new TrainingParts(Listed(), Validation: null);
    }

    [Benchmark]
    public RegressionFit Fit()
    {
        HeadTargets targets = HeadTargets.Of(_parts, balances: false);
        using LogisticRegression regression = targets.Regress(_features, new ComputeOptions());
        IReadOnlyList<bool[]> folds = HeldOutFolds.Of(_parts, Width, seed: 1);
        PenaltyChoice choice = new PenaltySearch(regression, targets, folds).Run(PenaltySearch.Path, default);
        return regression.Fit(choice.L2, LogisticRegression.ToleranceFor(choice.L2, HeadTrainer.Slack), start: choice.Fit);
    }

    /// <summary>The images by name alone: what they show stands in the features.</summary>
    private ImageFolder Listed()
    {
        string folder = Directory.CreateTempSubdirectory("mlresnet-").FullName, manifest = Path.Combine(folder, "images.csv");
        try
        {
            File.WriteAllLines(manifest, Enumerable.Range(0, Rows).Select(row => $"{row}.jpg,{row % Classes}").Prepend("path,label"));
            // Classes come in the order of their names.
            ImageFolder listed = ImageFolder.Open(manifest);
            return listed.WithClasses([.. Enumerable.Range(0, Classes).Select(label => label.ToString(CultureInfo.InvariantCulture))]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static float[] Normal(Random random, int length, double deviation)
    {
        float[] values = new float[length];
        foreach (ref float value in values.AsSpan())
            value = (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }
}
