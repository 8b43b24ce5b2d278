using MLResNet.Metrics;

namespace MLResNet.Reports;

/// <summary>
/// A reliability diagram as inline SVG: a bar for each bin of confidence, as high as the share of right answers in it, against
/// the diagonal on which both are equal; the distance between them marked as over- or underconfidence; below, how many images are
/// in each bin.
/// </summary>
internal static class ReliabilityDiagram
{
    private const double Width = 420;
    private const double Height = 380;
    private const double Left = 50;
    private const double Right = 26;
    private const double Top = 12;
    private const double Middle = 270;
    private const double BarsTop = 292;
    private const double Bottom = 336;
    private const double Gap = 1;

    /// <summary>Draws the bins, at least one of which has images.</summary>
    /// <param name="builder">Receives the markup.</param>
    /// <param name="bins">Bins of 0 to 1, from low to high.</param>
    /// <param name="counted">What is counted in them.</param>
    public static void Draw(HtmlBuilder builder, IReadOnlyList<CalibrationBin> bins, string counted)
    {
        builder.Append($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Share of right answers by confidence\">");
        for (int tick = 0; tick <= 5; tick++)
        {
            double share = tick / 5.0;
            builder.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(share):0.0}\" y2=\"{Y(share):0.0}\"/>");
            Label(Left - 8, Y(share) + 4, "end", share);
            Label(X(share), Bottom + 18, "middle", share);
        }

        int most = bins.Max(bin => bin.Images);
        foreach (CalibrationBin bin in bins.Where(bin => bin.Images > 0))
        {
            double left = X(bin.Low) + Gap, width = X(bin.High) - X(bin.Low) - 2 * Gap;
            double accuracy = Y(bin.Accuracy!.Value), confidence = Y(bin.Confidence!.Value);
            double height = (double)bin.Images / most * (Bottom - BarsTop);
            Bar("first", left, accuracy, width, Y(0) - accuracy);
            Bar(accuracy > confidence ? "over" : "under", left, Math.Min(accuracy, confidence), width, Math.Abs(accuracy - confidence));
            Bar("count", left, Bottom - height, width, height);
        }
        builder.Append($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(0)}\" y2=\"{Y(0)}\"/>");
        builder.Append($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Bottom}\" y2=\"{Bottom}\"/>");
        builder.Append($"<line class=\"ideal\" x1=\"{X(0)}\" y1=\"{Y(0)}\" x2=\"{X(1)}\" y2=\"{Y(1)}\"/>");
        builder.Append($"<text class=\"tick\" x=\"{Left + 6}\" y=\"{Top + 12}\">share right</text>");
        builder.Append($"<text class=\"tick\" x=\"{Left + 6}\" y=\"{BarsTop + 4}\">{counted}</text>");
        builder.Append($"<text class=\"tick\" x=\"{X(0.5)}\" y=\"{Height - 4}\" text-anchor=\"middle\">confidence</text></svg>");

        void Bar(string style, double x, double y, double width, double height) => builder.Append(
            $"<rect class=\"{style}\" x=\"{x:0.0}\" y=\"{y:0.0}\" width=\"{width:0.0}\" height=\"{height:0.0}\"/>");
        void Label(double x, double y, string anchor, double share) =>
            builder.Append($"<text class=\"tick\" x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\">{share * 100:0} %</text>");
        static double X(double share) => Left + share * (Width - Left - Right);
        static double Y(double share) => Middle - share * (Middle - Top);
    }
}
