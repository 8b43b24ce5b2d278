using System.Globalization;
using System.Text;

namespace MLResNet.Reports;

/// <summary>
/// The rectangle of a chart that lines are drawn in, in the units of its SVG, and the values that its edges stand for.
/// </summary>
/// <param name="Left">The left edge.</param>
/// <param name="Top">The upper edge.</param>
/// <param name="Right">The right edge.</param>
/// <param name="Bottom">The lower edge.</param>
internal sealed record PlotArea(double Left, double Top, double Right, double Bottom)
{
    /// <summary>The values at the left and the right edge; where they are equal, that value is in the middle.</summary>
    public required (double Low, double High) Across { get; init; }

    /// <summary>Values with a line of the grid, upwards: the first is the lower edge, the last the upper one.</summary>
    public required double[] Ticks { get; init; }

    /// <summary>Where a value lies from left to right.</summary>
    public double X(double value) => Across.Low == Across.High
        ? (Left + Right) / 2
        : Left + (value - Across.Low) / (Across.High - Across.Low) * (Right - Left);

    /// <summary>Where a value lies from top to bottom.</summary>
    public double Y(double value) => Bottom - (value - Ticks[0]) / (Ticks[^1] - Ticks[0]) * (Bottom - Top);

    /// <summary>Draws a line and a label for each tick.</summary>
    /// <param name="builder">Receives the markup.</param>
    /// <param name="format">How a tick is written.</param>
    public void DrawGrid(HtmlBuilder builder, string format)
    {
        foreach (double tick in Ticks)
        {
            builder.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{Y(tick):0.0}\" y2=\"{Y(tick):0.0}\"/>");
            Label(builder, Left - 8, Y(tick) + 4, "end", tick.ToString(format, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Writes below the area what a place from left to right stands for.</summary>
    public void LabelBelow(HtmlBuilder builder, double value, string text) => Label(builder, X(value), Bottom + 18, "middle", text);

    /// <summary>Writes below those labels what they count.</summary>
    public void NameBelow(HtmlBuilder builder, string text) => Label(builder, (Left + Right) / 2, Bottom + 36, "middle", text);

    /// <summary>Numbers the epochs below the area, which has the first at its left edge and the last at its right one.</summary>
    public void LabelEpochs(HtmlBuilder builder)
    {
        int step = Math.Max(1, (int)RoundTicks(0, Across.High)[1]);
        for (int epoch = 1; epoch <= Across.High; epoch += epoch == 1 && step > 1 ? step - 1 : step)
            LabelBelow(builder, epoch, epoch.ToString(CultureInfo.InvariantCulture));
        NameBelow(builder, "epoch");
    }

    /// <summary>Writes a label of the axes.</summary>
    public static void Label(HtmlBuilder builder, double x, double y, string anchor, string text) =>
        builder.Append($"<text class=\"tick\" x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\">{text}</text>");

    /// <summary>The path of a line through points; one that is not a number leaves a gap.</summary>
    public string PathThrough(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        bool isDrawing = false;
        foreach ((double x, double y) in points)
        {
            if (double.IsFinite(y))
                path.Append(CultureInfo.InvariantCulture, $"{(isDrawing ? 'L' : 'M')}{X(x):0.0} {Y(y):0.0}");
            isDrawing = double.IsFinite(y);
        }
        return path.ToString();
    }

    /// <summary>Round values, a step of 1, 2 or 5 times a power of ten apart, that enclose the range.</summary>
    public static double[] RoundTicks(double low, double high)
    {
        double range = Math.Max(high - low, Math.Max(Math.Abs(high) * 1e-6, 1e-6));
        double power = Math.Pow(10, Math.Floor(Math.Log10(range / 4)));
        double step = (range / 4 / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
        long first = (long)Math.Floor(low / step);
        long last = Math.Max(first + 1, (long)Math.Ceiling(high / step));
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
    }
}
