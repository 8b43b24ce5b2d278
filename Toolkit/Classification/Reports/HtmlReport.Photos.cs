using MLResNet.Metrics;

namespace MLResNet.Reports;

public static partial class HtmlReport
{
    private const int MaxPhotos = 12;

    private static void AppendMistakes(HtmlBuilder html, Evaluation evaluation, Func<string, PhotoThumbnails?> thumbnails)
    {
        IEnumerable<EvaluatedImage> wrong = evaluation.Predictions.Where(image => !image.Correct);
        EvaluatedImage[] mistakes =
        [
            .. evaluation.IsMultiLabel
                ? wrong.OrderBy(image => image.LabelScore)
                : wrong.OrderByDescending(image => image.PredictedScore).ThenBy(image => image.LabelScore),
        ];
        html.AppendMarkup("<h2>Most wrong</h2>\n");
        if (mistakes.Length == 0)
        {
            html.AppendMarkup("<p class=\"soft\">The model is right about every image.</p>\n");
            return;
        }
        html.AppendMarkup("<p class=\"soft\">");
        html.AppendMarkup(evaluation.IsMultiLabel
            ? $"Of {mistakes.Length} images with a wrong label those about which the model is surest. Labels that an image has are "
                + "green, those it is given and has not red. Beside each photo: what of it speaks for the likeliest label (Grad-CAM).</p>\n"
            : $"The surest of {mistakes.Length} wrong answers. Beside each photo: what of it speaks for that answer (Grad-CAM).</p>\n");
        AppendPhotos(html, mistakes, thumbnails);
    }

    private static void AppendLeastSure(HtmlBuilder html, Evaluation evaluation, Func<string, PhotoThumbnails?> thumbnails)
    {
        html.AppendMarkup("<h2>Least sure</h2>\n<p class=\"soft\">");
        html.AppendMarkup(evaluation.IsMultiLabel
            ? "The images with the least sure answer, yes or no, to one of the labels, right or wrong. "
            : "The images whose likeliest label has the lowest probability, right or wrong. ");
        html.AppendMarkup("More photos like these teach the model most.</p>\n");
        AppendPhotos(html, evaluation.Predictions.OrderBy(image => image.PredictedScore), thumbnails);
    }

    private static void AppendPhotos(HtmlBuilder html, IEnumerable<EvaluatedImage> images, Func<string, PhotoThumbnails?> thumbnails)
    {
        html.AppendMarkup("<div class=\"photos\">\n");
        foreach (EvaluatedImage image in images.Take(MaxPhotos))
        {
            html.Append($"<div class=\"photo\" title=\"{image.Path}\">");
            if (thumbnails(image.Path) is var (photo, heat))
            {
                html.Append($"<div class=\"pictures\"><img alt=\"{NamesOf(image.Labels)}\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(photo)}\" />");
                html.Append($"<img alt=\"what speaks for {image.Top[0].Label}\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(heat)}\" /></div>");
            }
            else
                html.AppendMarkup("<div class=\"none\">no picture</div>");
            html.Append($"<div class=\"text\">is <b>{NamesOf(image.Labels)}</b>{(image.Correct ? ", recognised" : "")}<ul>");
            foreach (ScoredLabel top in Scores(image))
            {
                string style = image.Labels.Contains(top.Label) ? "hit" : image.PredictedLabels.Contains(top.Label) ? "miss" : "other";
                html.Append($"<li class=\"{style}\"><span>{top.Label}</span><span>{Percent(top.Score)}</span>");
                html.Append($"<i style=\"width: {top.Score * 100:0.0}%\"></i></li>");
            }
            html.Append($"</ul><small>{Path.GetFileName(image.Path)}</small></div></div>\n");
        }
        html.AppendMarkup("</div>\n");
    }

    /// <summary>The likeliest labels, and the image's own where it is not among them.</summary>
    private static IEnumerable<ScoredLabel> Scores(EvaluatedImage image)
    {
        bool isComplete = image.Scores.Count > 0 || image.Top.Any(top => top.Label == image.Label);
        return isComplete ? image.Top : [.. image.Top, new ScoredLabel(image.Label, image.LabelScore)];
    }
}
