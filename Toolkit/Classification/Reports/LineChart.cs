using System.Globalization;
using System.Text;

namespace MLResNet.Reports;

/// <summary>A line chart as inline SVG: a value for each epoch, one or two lines, labelled at their ends.</summary>
internal static class LineChart
{
    private const double Width = 420;
    private const double Height = 250;
    private const double Left = 50;
    private const double Right = 84;
    private const double Top = 12;
    private const double Bottom = 34;

    /// <summary>Draws the lines over a common scale.</summary>
    /// <param name="builder">Receives the markup.</param>
    /// <param name="title">What a screen reader says of the chart.</param>
    /// <param name="format">How the axis writes a value.</param>
    /// <param name="lines">Name, CSS class and values; NaN leaves a gap.</param>
    public static void Draw(
        HtmlBuilder builder, string title, string format, params IReadOnlyList<(string Name, string Style, double[] Values)> lines)
    {
        int epochs = lines.Max(line => line.Values.Length);
        double[] finite = [.. lines.SelectMany(line => line.Values).Where(double.IsFinite)];
        if (finite.Length == 0)
            return;
        double[] ticks = Ticks(finite.Min(), finite.Max());

        builder.Append($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\">");
        foreach (double tick in ticks)
        {
            double y = Y(tick);
            builder.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.0}\" y2=\"{y:0.0}\"/>");
            Label(Left - 8, y + 4, "end", tick.ToString(format, CultureInfo.InvariantCulture));
        }
        foreach (int epoch in EpochTicks(epochs))
            Label(X(epoch - 1), Height - Bottom + 18, "middle", epoch.ToString(CultureInfo.InvariantCulture));
        Label((Left + Width - Right) / 2, Height - 2, "middle", "epoch");

        double[] labelHeights = LabelHeights([.. lines.Select(line => Y(line.Values.LastOrDefault(double.IsFinite)))]);
        foreach (var ((name, style, values), labelHeight) in lines.Zip(labelHeights))
        {
            var path = new StringBuilder();
            for (int i = 0; i < values.Length; i++)
            {
                if (double.IsFinite(values[i]))
                {
                    bool move = i == 0 || !double.IsFinite(values[i - 1]);
                    path.Append(CultureInfo.InvariantCulture, $"{(move ? 'M' : 'L')}{X(i):0.0} {Y(values[i]):0.0}");
                }
            }
            int last = Array.FindLastIndex(values, double.IsFinite);
            if (last < 0)
                continue;
            builder.Append($"<path class=\"{style}\" d=\"{path.ToString()}\"/>");
            builder.Append($"<circle class=\"{style}\" cx=\"{X(last):0.0}\" cy=\"{Y(values[last]):0.0}\" r=\"3\"/>");
            builder.Append($"<text class=\"{style}\" x=\"{Width - Right + 8}\" y=\"{labelHeight + 4:0.0}\">{name}</text>");
        }
        builder.AppendMarkup("</svg>");

        void Label(double x, double y, string anchor, string text) =>
            builder.Append($"<text class=\"tick\" x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\">{text}</text>");
        double X(int index) => epochs == 1 ? (Left + Width - Right) / 2 : Left + index * (Width - Right - Left) / (epochs - 1);
        double Y(double value) => Height - Bottom - (value - ticks[0]) / (ticks[^1] - ticks[0]) * (Height - Bottom - Top);
    }

    /// <summary>Round values, a step of 1, 2 or 5 times a power of ten apart, that enclose the range.</summary>
    internal static double[] Ticks(double low, double high)
    {
        double range = Math.Max(high - low, Math.Max(Math.Abs(high) * 1e-6, 1e-6));
        double power = Math.Pow(10, Math.Floor(Math.Log10(range / 4)));
        double step = (range / 4 / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
        long first = (long)Math.Floor(low / step);
        long last = Math.Max(first + 1, (long)Math.Ceiling(high / step));
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
    }

    private static IEnumerable<int> EpochTicks(int epochs)
    {
        int step = Math.Max(1, (int)Ticks(0, epochs)[1]);
        return Enumerable.Range(1, epochs).Where(epoch => epoch == 1 || epoch % step == 0);
    }

    /// <summary>Moves the labels of two lines apart that end at about the same height.</summary>
    private static double[] LabelHeights(double[] ends)
    {
        const double Least = 15;
        if (ends is [double a, double b] && Math.Abs(a - b) < Least)
        {
            double middle = (a + b) / 2;
            return a <= b ? [middle - Least / 2, middle + Least / 2] : [middle + Least / 2, middle - Least / 2];
        }
        return ends;
    }
}
