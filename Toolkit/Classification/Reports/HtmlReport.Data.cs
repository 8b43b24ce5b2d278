using MLResNet.Metrics;

namespace MLResNet.Reports;

public static partial class HtmlReport
{
    private const int MaxFindings = 100;
    private const int MaxSuspects = 50;
    private const int MaxUnreadable = 200;

    /// <summary>What is wrong, or may be, with the images themselves.</summary>
    private static void AppendData(HtmlBuilder html, Evaluation evaluation, IReadOnlyList<DatasetFinding> findings)
    {
        html.AppendMarkup("<h2>The data</h2>\n");
        if (findings.Count + evaluation.Unreadable.Count + evaluation.SuspectedLabels.Count == 0)
            html.AppendMarkup("<p class=\"soft\">Nothing stands out.</p>\n");
        AppendFindings(html, findings);
        AppendSuspectedLabels(html, evaluation);
        AppendUnreadable(html, evaluation);
    }

    private static void AppendFindings(HtmlBuilder html, IReadOnlyList<DatasetFinding> findings)
    {
        if (findings.Count == 0)
            return;
        html.AppendMarkup("<ul class=\"findings\">\n");
        foreach (DatasetFinding finding in findings.Take(MaxFindings))
            html.Append($"<li>{finding.Message}</li>\n");
        html.AppendMarkup("</ul>\n");
        AppendRest(html, findings.Count - MaxFindings);
    }

    private static void AppendSuspectedLabels(HtmlBuilder html, Evaluation evaluation)
    {
        IReadOnlyList<EvaluatedImage> suspects = evaluation.SuspectedLabels;
        if (suspects.Count == 0)
            return;
        html.Append($"<h3>Labels to check: {suspects.Count}</h3>\n");
        html.AppendMarkup(evaluation.IsMultiLabel
            ? "<p class=\"soft\">The model contradicts a label of these, or misses one, and is as sure of it as it is where it is "
                + "right, or surer. Some will have a label too many or too few, others are honest mistakes.</p>\n"
            : "<p class=\"soft\">The model takes these for another class and is as sure of it as it is of that class's own images, "
                + "or surer. Some will be photos in the wrong folder, others honest mistakes.</p>\n");
        html.AppendMarkup("<div class=\"scroll\"><table>\n"
            + "<tr><th>file</th><th class=\"left\">labelled</th><th class=\"left\">taken for</th></tr>\n");
        foreach (EvaluatedImage image in suspects.Take(MaxSuspects))
        {
            html.Append($"<tr><td class=\"wrap\">{image.Path}</td>");
            html.Append($"<td class=\"left\">{NamesOf(image.Labels)} {Percent(image.LabelScore)}</td>");
            html.Append($"<td class=\"left\">{NamesOf(image.PredictedLabels)} {Percent(image.PredictedScore)}</td></tr>\n");
        }
        html.AppendMarkup("</table></div>\n");
        AppendRest(html, suspects.Count - MaxSuspects);
    }

    private static void AppendUnreadable(HtmlBuilder html, Evaluation evaluation)
    {
        if (evaluation.Unreadable.Count == 0)
            return;
        html.Append($"<h3>Unreadable files: {evaluation.Unreadable.Count}</h3>\n");
        html.AppendMarkup("<div class=\"scroll\"><table>\n<tr><th>file</th><th class=\"left\">reason</th></tr>\n");
        foreach (UnreadableFile file in evaluation.Unreadable.Take(MaxUnreadable))
            html.Append($"<tr><td class=\"wrap\">{file.Path}</td><td class=\"left wrap\">{file.Reason}</td></tr>\n");
        html.AppendMarkup("</table></div>\n");
        AppendRest(html, evaluation.Unreadable.Count - MaxUnreadable);
    }

    private static void AppendRest(HtmlBuilder html, int more)
    {
        if (more > 0)
            html.Append($"<p class=\"soft\">and {more} more</p>\n");
    }
}
