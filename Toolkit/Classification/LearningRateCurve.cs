using System.Globalization;
using System.Text;
using MLResNet.Packaging;
using MLResNet.Reports;

namespace MLResNet;

/// <summary>What <see cref="LearningRateFinder.Run"/> comes to: the loss while the learning rate grows.</summary>
public sealed class LearningRateCurve
{
    private const double RunsAway = 1.1;
    private const double Share = 0.25;

    internal LearningRateCurve(IReadOnlyList<RatePoint> points)
    {
        Points = points;
        Suggestion = BelowTheEdge(points);
    }

    /// <summary>The steps, up to where the loss ran away.</summary>
    public IReadOnlyList<RatePoint> Points { get; }

    /// <summary>
    /// A highest rate for the training, by rule of thumb: a quarter of the one at which the loss begins to run away, a tenth
    /// above the least it has been.
    /// </summary>
    public double Suggestion { get; }

    /// <summary>
    /// Writes the curve as a picture, SVG; the file is replaced as a whole, its folder made if it is not there.
    /// </summary>
    /// <param name="path">The file, usually <c>.svg</c>.</param>
    /// <exception cref="MLResNetException">The file cannot be written.</exception>
    public void SaveSvg(string path)
    {
        byte[] svg = Encoding.UTF8.GetBytes(RateChart.Draw(this));
        AtomicFile.Write(path, stream => stream.Write(svg));
    }

    /// <summary>The suggestion.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"learning rate {Suggestion:0.0e+0}, of {Points.Count} steps");

    // Means over a few steps, since single ones are noise.
    private static double BelowTheEdge(IReadOnlyList<RatePoint> points)
    {
        int window = Math.Max(1, points.Count / 12);
        double least = double.PositiveInfinity, edge = points[^1].LearningRate;
        for (int i = 0; i + window <= points.Count; i++)
        {
            double mean = points.Skip(i).Take(window).Average(point => point.Loss);
            least = Math.Min(least, mean);
            if (mean <= RunsAway * least)
                continue;
            edge = points[i].LearningRate;
            break;
        }
        return points.MinBy(point => Math.Abs(Math.Log(point.LearningRate / (edge * Share))))!.LearningRate;
    }
}
