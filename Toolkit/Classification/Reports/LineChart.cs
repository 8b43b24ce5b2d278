namespace MLResNet.Reports;

/// <summary>A line chart as inline SVG: a value for each epoch, one or two lines, labelled at their ends.</summary>
internal static class LineChart
{
    private const double Width = 420;
    private const double Height = 250;
    private const double Left = 50;
    private const double Right = 84;
    private const double Top = 12;
    private const double Bottom = 38;

    /// <summary>Draws the lines over a common scale.</summary>
    /// <param name="builder">Receives the markup.</param>
    /// <param name="title">What a screen reader says of the chart.</param>
    /// <param name="format">How the axis writes a value.</param>
    /// <param name="lines">Name, CSS class and values; NaN leaves a gap.</param>
    public static void Draw(
        HtmlBuilder builder, string title, string format, params IReadOnlyList<(string Name, string Style, double[] Values)> lines)
    {
        double[] finite = [.. lines.SelectMany(line => line.Values).Where(double.IsFinite)];
        if (finite.Length == 0)
            return;
        var area = new PlotArea(Left, Top, Width - Right, Height - Bottom)
        {
            Across = (1, lines.Max(line => line.Values.Length)), Ticks = PlotArea.RoundTicks(finite.Min(), finite.Max()),
        };

        builder.Append($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\">");
        area.DrawGrid(builder, format);
        area.LabelEpochs(builder);
        double[] labelHeights = LabelHeights([.. lines.Select(line => area.Y(line.Values.LastOrDefault(double.IsFinite)))]);
        foreach (var ((name, style, values), labelHeight) in lines.Zip(labelHeights))
        {
            int last = Array.FindLastIndex(values, double.IsFinite);
            if (last < 0)
                continue;
            builder.Append($"<path class=\"{style}\" d=\"{area.PathThrough(values.Select((value, i) => (i + 1.0, value)))}\"/>");
            builder.Append($"<circle class=\"{style}\" cx=\"{area.X(last + 1):0.0}\" cy=\"{area.Y(values[last]):0.0}\" r=\"3\"/>");
            builder.Append($"<text class=\"{style}\" x=\"{area.Right + 8}\" y=\"{labelHeight + 4:0.0}\">{name}</text>");
        }
        builder.AppendMarkup("</svg>");
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
