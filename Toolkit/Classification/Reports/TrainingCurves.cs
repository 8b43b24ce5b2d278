using System.Text;
using MLResNet.Metrics;
using MLResNet.Packaging;

namespace MLResNet.Reports;

/// <summary>
/// Draws how trainings went, side by side: the error on the training images by epoch, dashed, and beside it on the same scale the
/// error on the validation images, solid. Each training has a colour and a mark of its own, so that the picture reads without
/// colours too.
/// </summary>
public static class TrainingCurves
{
    private const double PanelWidth = 420, PanelHeight = 300, Left = 60, Right = 20, Bottom = 48;
    private const double LegendTop = 54, LegendRow = 24, LegendColumn = PanelWidth / 2;

    /// <summary>Longer names would run into the next one.</summary>
    private const int LongestName = 24;

    /// <summary>More marks on a line than this hide it.</summary>
    private const int MostMarks = 15;

    // Dark enough to be read on white, and of different lightness.
    private static readonly string[] Colors = ["#b45309", "#7f1d1d", "#3b82f6", "#1e3a8a", "#16a34a", "#14532d", "#c026d3", "#4b5563"];

    /// <summary>
    /// Writes what <see cref="Draw"/> draws; the file is replaced as a whole, its folder made if it is not there.
    /// </summary>
    /// <param name="path">The file, usually <c>.svg</c>.</param>
    /// <param name="trainings">The trainings, in the order of the legend.</param>
    /// <exception cref="ArgumentException">There is none, or one has no epochs.</exception>
    /// <exception cref="MLResNetException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<TrainingCurve> trainings)
    {
        byte[] svg = Encoding.UTF8.GetBytes(Draw(trainings));
        AtomicFile.Write(path, stream => stream.Write(svg));
    }

    /// <summary>The curves as a picture, SVG, that needs no other file. The same trainings give the same text.</summary>
    /// <param name="trainings">The trainings, in the order of the legend.</param>
    /// <exception cref="ArgumentException">There is none, or one has no epochs.</exception>
    public static string Draw(IReadOnlyList<TrainingCurve> trainings)
    {
        ArgumentNullException.ThrowIfNull(trainings);
        if (trainings.Count == 0 || trainings.Any(training => training.History.Count == 0))
            throw new ArgumentException("Each training needs an epoch, and there has to be one.", nameof(trainings));

        List<Panel> panels = [new("training", "6 4", [.. trainings.Select(training => Errors(training, epoch => epoch.Accuracy))])];
        if (trainings.Any(training => training.History.Any(epoch => epoch.ValidationAccuracy is not null)))
            panels.Add(new("validation", "none", [.. trainings.Select(training => Errors(training, epoch => epoch.ValidationAccuracy))]));
        double[] finite = [.. panels.SelectMany(panel => panel.Lines).SelectMany(line => line).Where(double.IsFinite)];
        double[] ticks = finite.Length == 0 ? [0, 100] : PlotArea.RoundTicks(finite.Min(), finite.Max());

        int columns = 2 * panels.Count, rows = (trainings.Count + columns - 1) / columns;
        double top = LegendTop + rows * LegendRow + 24, width = panels.Count * (Left + PanelWidth) + Right;
        return SvgFile.Create(width, top + PanelHeight + Bottom, "Error by epoch", svg =>
        {
            svg.Append($"<text class=\"heading\" x=\"{Left}\" y=\"28\">Error by epoch</text>");
            for (int i = 0; i < trainings.Count; i++)
                DrawLegend(svg, trainings[i].Name, i, Left + i % columns * LegendColumn, LegendTop + i / columns * LegendRow);
            for (int i = 0; i < panels.Count; i++)
            {
                double left = Left + i * (Left + PanelWidth);
                panels[i].Draw(svg, new PlotArea(left, top, left + PanelWidth, top + PanelHeight)
                {
                    Across = (1, trainings.Max(training => training.History.Count)), Ticks = ticks,
                });
            }
        });
    }

    /// <summary>In percent; NaN where it was not measured.</summary>
    private static double[] Errors(TrainingCurve training, Func<EpochMetrics, double?> accuracy) =>
        [.. training.History.Select(epoch => accuracy(epoch) is { } share and >= 0 and <= 1 ? (1 - share) * 100 : double.NaN)];

    private static void DrawLegend(HtmlBuilder svg, string name, int training, double x, double y)
    {
        svg.Append($"<line x1=\"{x}\" x2=\"{x + 30}\" y1=\"{y}\" y2=\"{y}\" stroke=\"{ColorOf(training)}\" stroke-width=\"2\"/>");
        DrawMark(svg, training, x + 15, y);
        string shown = name.Length <= LongestName ? name : $"{name[..(LongestName / 2)]}…{name[^(LongestName / 2)..]}";
        svg.Append($"<text x=\"{x + 38}\" y=\"{y + 4}\">{shown}</text>");
    }

    private static string ColorOf(int training) => Colors[training % Colors.Length];

    /// <summary>A disc, a square, a triangle or a diamond; for every other four trainings with white inside.</summary>
    private static void DrawMark(HtmlBuilder svg, int training, double x, double y)
    {
        string fill = training / 4 % 2 == 0 ? ColorOf(training) : "#ffffff";
        switch (training % 4)
        {
            case 0:
                svg.Append($"<circle cx=\"{x:0.0}\" cy=\"{y:0.0}\" r=\"3.5\"");
                break;
            case 1:
                svg.Append($"<rect x=\"{x - 3.5:0.0}\" y=\"{y - 3.5:0.0}\" width=\"7\" height=\"7\"");
                break;
            case 2:
                svg.Append($"<polygon points=\"{x:0.0},{y - 4.5:0.0} {x + 4.5:0.0},{y + 3.5:0.0} {x - 4.5:0.0},{y + 3.5:0.0}\"");
                break;
            default:
                svg.Append($"<polygon points=\"{x:0.0},{y - 5:0.0} {x + 5:0.0},{y:0.0} {x:0.0},{y + 5:0.0} {x - 5:0.0},{y:0.0}\"");
                break;
        }
        svg.Append($" fill=\"{fill}\" stroke=\"{ColorOf(training)}\" stroke-width=\"1.5\"/>");
    }

    /// <summary>Lines of the same kind, one a training.</summary>
    private sealed record Panel(string Kind, string Dashes, double[][] Lines)
    {
        public void Draw(HtmlBuilder svg, PlotArea area)
        {
            double heading = area.Top - 16;
            svg.Append($"<line x1=\"{area.Left}\" x2=\"{area.Left + 30}\" y1=\"{heading}\" y2=\"{heading}\" stroke=\"#1b1f24\" stroke-width=\"2\" stroke-dasharray=\"{Dashes}\"/>");
            svg.Append($"<text x=\"{area.Left + 38}\" y=\"{heading + 4}\">{Kind} error</text>");
            area.DrawGrid(svg, "0.## '%'");
            area.LabelEpochs(svg);
            for (int i = 0; i < Lines.Length; i++)
            {
                double[] line = Lines[i];
                if (!line.Any(double.IsFinite))
                    continue;
                string path = area.PathThrough(line.Select((error, at) => (at + 1.0, error)));
                svg.Append($"<path class=\"{Kind}\" style=\"stroke: {ColorOf(i)}; stroke-dasharray: {Dashes}\" d=\"{path}\"/>");
                int between = (line.Length + MostMarks - 1) / MostMarks;
                for (int at = line.Length - 1; at >= 0; at -= between)
                {
                    if (double.IsFinite(line[at]))
                        DrawMark(svg, i, area.X(at + 1), area.Y(line[at]));
                }
            }
        }
    }
}
