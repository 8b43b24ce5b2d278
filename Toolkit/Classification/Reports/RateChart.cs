using System.Globalization;
using System.Text;

namespace MLResNet.Reports;

/// <summary>A learning-rate range test as an SVG file of its own: loss over the logarithm of the rate, the suggestion marked.</summary>
internal static class RateChart
{
    private const double Width = 640, Height = 380, Left = 60, Right = 24, Top = 24, Bottom = 48;

    public static string Draw(LearningRateCurve curve)
    {
        RatePoint[] points = [.. curve.Points];
        double low = Math.Floor(Math.Log10(points[0].LearningRate)), high = Math.Max(low + 1, Math.Ceiling(Math.Log10(points[^1].LearningRate)));
        // What runs away at the end must not press the rest flat.
        double start = points[0].Loss, least = points.Min(point => point.Loss);
        double[] ticks = LineChart.Ticks(least, Math.Min(points.Max(point => point.Loss), start + (start - least) + 0.1 * start));

        var html = new HtmlBuilder();
        html.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"system-ui, sans-serif\" font-size=\"13\">");
        html.Append($"<title>Loss by learning rate</title><rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        foreach (double tick in ticks)
        {
            html.Append($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):0.0}\" y2=\"{Y(tick):0.0}\" stroke=\"#d9dee4\"/>");
            Label(Left - 8, Y(tick) + 4, "end", tick.ToString("0.###", CultureInfo.InvariantCulture));
        }
        for (double power = low; power <= high; power++)
            Label(X(Math.Pow(10, power)), Height - Bottom + 20, "middle", string.Create(CultureInfo.InvariantCulture, $"1e{power:0}"));
        Label((Left + Width - Right) / 2, Height - 8, "middle", "learning rate");
        Label(Left, Top - 8, "start", "loss");
        html.Append($"<line x1=\"{X(curve.Suggestion):0.0}\" x2=\"{X(curve.Suggestion):0.0}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#b45309\" stroke-dasharray=\"5 4\"/>");
        Label(X(curve.Suggestion) + 6, Top + 12, "start", curve.Suggestion.ToString("0.0e+0", CultureInfo.InvariantCulture));
        var path = new StringBuilder();
        foreach (RatePoint point in points)
        {
            path.Append(CultureInfo.InvariantCulture,
                $"{(path.Length == 0 ? 'M' : 'L')}{X(point.LearningRate):0.0} {Math.Max(Y(point.Loss), Top):0.0}");
        }
        html.Append($"<path d=\"{path.ToString()}\" fill=\"none\" stroke=\"#2563eb\" stroke-width=\"2\" stroke-linejoin=\"round\"/></svg>\n");
        return html.ToString();

        void Label(double x, double y, string anchor, string text) =>
            html.Append($"<text x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\" fill=\"#525b66\">{text}</text>");
        double X(double rate) => Left + (Math.Log10(rate) - low) / (high - low) * (Width - Right - Left);
        double Y(double loss) => Height - Bottom - (loss - ticks[0]) / (ticks[^1] - ticks[0]) * (Height - Bottom - Top);
    }
}
