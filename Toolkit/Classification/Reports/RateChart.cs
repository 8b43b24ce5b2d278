using System.Globalization;

namespace MLResNet.Reports;

/// <summary>
/// A learning-rate range test as an SVG file of its own: loss over the logarithm of the rate, the suggestion marked.
/// </summary>
internal static class RateChart
{
    private const double Width = 640, Height = 380, Left = 60, Right = 24, Top = 24, Bottom = 48;

    public static string Draw(LearningRateCurve curve)
    {
        RatePoint[] points = [.. curve.Points];
        double low = Math.Floor(Math.Log10(points[0].LearningRate)), high = Math.Max(low + 1, Math.Ceiling(Math.Log10(points[^1].LearningRate)));
        // What runs away at the end must not press the rest flat.
        double start = points[0].Loss, least = points.Min(point => point.Loss);
        double[] ticks = PlotArea.RoundTicks(least, Math.Min(points.Max(point => point.Loss), start + (start - least) + 0.1 * start));
        var area = new PlotArea(Left, Top, Width - Right, Height - Bottom) { Across = (low, high), Ticks = ticks };

        return SvgFile.Create(Width, Height, "Loss by learning rate", svg =>
        {
            area.DrawGrid(svg, "0.###");
            for (double power = low; power <= high; power++)
                area.LabelBelow(svg, power, string.Create(CultureInfo.InvariantCulture, $"1e{power:0}"));
            area.NameBelow(svg, "learning rate");
            PlotArea.Label(svg, Left, Top - 8, "start", "loss");
            double suggested = area.X(Math.Log10(curve.Suggestion));
            svg.Append($"<line class=\"mark\" x1=\"{suggested:0.0}\" x2=\"{suggested:0.0}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>");
            PlotArea.Label(svg, suggested + 6, Top + 12, "start", curve.Suggestion.ToString("0.0e+0", CultureInfo.InvariantCulture));
            string path = area.PathThrough(points.Select(point => (Math.Log10(point.LearningRate), Math.Min(point.Loss, ticks[^1]))));
            svg.Append($"<path d=\"{path}\"/>");
        });
    }
}
