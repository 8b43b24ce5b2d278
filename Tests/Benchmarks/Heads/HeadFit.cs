using BenchmarkDotNet.Attributes;
using MLResNet.Engine.Regression;
using MLResNet.Training.Heads;

namespace MLResNet.Benchmarks.Heads;

/// <summary>
/// A head for 2,500 images whose features are known, on all cores: the penalty chosen along the path by parts that are held out, then the fit to
/// all of them. The features are those of a network in kind: not negative, correlated, and classes that overlap.
/// </summary>
public class HeadFit
{
    private const int Rows = 2500;
    private const int Directions = 64;

    private float[] _features = [];
    private int[] _labels = [];
    private float[] _importance = [];
    private bool[][] _folds = [];

    /// <summary>Features an image, and classes.</summary>
    [Params("512 x 5", "2048 x 5", "2048 x 100")]
    public string Shape { get; set; } = "";

    private int Width => int.Parse(Shape.Split(" x ")[0], null);

    private int Classes => int.Parse(Shape.Split(" x ")[1], null);

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(1);
        float[] directions = Normal(random, Directions * Width, 1), centres = Normal(random, Classes * Directions, 0.6);
        _labels = [.. Enumerable.Range(0, Rows).Select(row => row % Classes)];
        _features = Normal(random, Rows * Width, 1);
        for (int row = 0; row < Rows; row++)
        {
            float[] at = Normal(random, Directions, 1);
            for (int feature = 0; feature < Width; feature++)
            {
                float sum = _features[row * Width + feature];
                for (int i = 0; i < Directions; i++)
                    sum += (at[i] + centres[_labels[row] * Directions + i]) * directions[i * Width + feature] / 4;
                _features[row * Width + feature] = Math.Max(sum, 0);
            }
        }
        _importance = [.. Enumerable.Repeat(1f, Rows)];
        int folds = HeldOutFolds.CountFor(Rows, Width, Classes);
        _folds = [.. Enumerable.Range(0, folds).Select(fold => Enumerable.Range(0, Rows).Select(row => row / Classes % 5 == fold).ToArray())];
    }

    [Benchmark]
    public RegressionFit Fit()
    {
        using LogisticRegression regression = new(_features, Width, _labels, Classes, _importance);
        PenaltyChoice choice = new PenaltySearch(regression, _labels, _importance, _folds).Run(PenaltySearch.Path, default);
        return regression.Fit(choice.L2, LogisticRegression.ToleranceFor(choice.L2, HeadTrainer.Slack), start: choice.Fit);
    }

    private static float[] Normal(Random random, int length, double deviation)
    {
        float[] values = new float[length];
        foreach (ref float value in values.AsSpan())
            value = (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }
}
