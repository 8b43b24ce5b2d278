namespace MLResNet.Reports;

/// <summary>
/// What a chart needs to be a file of its own: its size, a white ground, a title, and the styles that a page would bring along.
/// </summary>
internal static class SvgFile
{
    private const string Style = """
        text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: #1b1f24; }
        .heading { font-size: 17px; font-weight: 600; } .tick { fill: #525b66; } .grid { stroke: #d9dee4; }
        path { fill: none; stroke: #2563eb; stroke-width: 2; stroke-linejoin: round; } .mark { stroke: #b45309; stroke-dasharray: 5 4; }
        """;

    /// <summary>Draws a chart and returns the file's text.</summary>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="draw">Draws on the ground.</param>
    public static string Create(double width, double height, string title, Action<HtmlBuilder> draw)
    {
        var builder = new HtmlBuilder();
        builder.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">");
        builder.Append($"<title>{title}</title><style>");
        builder.AppendMarkup(Style);
        builder.Append($"</style><rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>");
        draw(builder);
        builder.AppendMarkup("</svg>\n");
        return builder.ToString();
    }
}
