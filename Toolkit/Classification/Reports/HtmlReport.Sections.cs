using System.Globalization;
using MLResNet.Imaging;
using MLResNet.Metrics;
using MLResNet.Packaging;

namespace MLResNet.Reports;

public static partial class HtmlReport
{
    /// <summary>Beyond this many classes a matrix is no longer read; the most frequent confusions are listed instead.</summary>
    private const int MaxMatrixClasses = 30;

    private const int MaxConfusions = 20;
    private const int MaxPhotos = 12;
    private const int MaxUnreadable = 200;

    private static void AppendSummary(HtmlBuilder html, ModelManifest manifest, Evaluation evaluation)
    {
        html.Append($"<h1>{manifest.Spec.Id}: {manifest.Labels.Count} classes, {Percent(evaluation.Accuracy)} right</h1>\n");
        html.Append($"<p class=\"soft\">Evaluated on {evaluation.Images} images.</p>\n<div class=\"tiles\">\n");
        ProportionInterval interval = evaluation.AccuracyInterval;
        Tile(
            Percent(evaluation.Accuracy), $"accuracy; 95 % interval {Number(interval.Low * 100, "0.0")} to {Percent(interval.High)}");
        if (evaluation.TopK > 1 && evaluation.TopK < evaluation.Labels.Count)
            Tile(Percent(evaluation.TopKAccuracy), $"right among the top {evaluation.TopK}");
        Tile(Number(evaluation.MacroF1, "0.000"), "macro F1: mean over classes");
        Tile(Number(evaluation.LogLoss, "0.000"),
            $"log-loss; guessing is {Number(Math.Log(manifest.Labels.Count), "0.000")}");
        Tile(evaluation.Images.ToString(CultureInfo.InvariantCulture),
            $"images, {evaluation.Images - evaluation.Correct} of them mistaken");
        if (evaluation.Unreadable.Count > 0)
            Tile(evaluation.Unreadable.Count.ToString(CultureInfo.InvariantCulture), "unreadable files, left out");
        html.AppendMarkup("</div>\n");

        void Tile(string figure, string caption) =>
            html.Append($"<div class=\"tile\"><b>{figure}</b><span>{caption}</span></div>\n");
    }

    private static void AppendCurves(HtmlBuilder html, ModelProvenance? provenance)
    {
        if (provenance is not { History: { Count: > 1 } history, BestEpoch: { } best })
            return;
        html.AppendMarkup("<h2>Training</h2>\n<div class=\"charts\">\n");
        Curve("Loss", "0.0##", epoch => epoch.Loss, epoch => epoch.ValidationLoss);
        Curve("Accuracy", "0 %", epoch => epoch.Accuracy, epoch => epoch.ValidationAccuracy);
        html.AppendMarkup("</div>\n<p class=\"soft\">Training values are taken on augmented images while the network learns, "
            + "the loss with label smoothing; so they may look worse than those of validation.");
        html.Append($" Kept: epoch {best}.</p>\n");

        void Curve(string title, string format, Func<EpochMetrics, double> training, Func<EpochMetrics, double?> validation)
        {
            html.Append($"<figure><figcaption>{title}</figcaption>");
            var lines = new List<(string, string, double[])> { ("training", "first", [.. history.Select(training)]) };
            if (history.Any(epoch => validation(epoch) is not null))
                lines.Add(("validation", "second", [.. history.Select(epoch => validation(epoch) ?? double.NaN)]));
            LineChart.Draw(html, title + " by epoch", format, lines);
            html.AppendMarkup("</figure>\n");
        }
    }

    private static void AppendConfusion(HtmlBuilder html, ConfusionMatrix confusion)
    {
        IReadOnlyList<string> labels = confusion.Labels;
        if (labels.Count > MaxMatrixClasses)
        {
            AppendConfusionList(html, confusion);
            return;
        }
        html.AppendMarkup("<h2>Confusion matrix</h2>\n<p class=\"soft\">A row for what the images are, "
            + "a column for what they are taken for. Shades show the share of the row.</p>\n"
            + "<div class=\"scroll\"><table class=\"matrix\">\n<tr><th></th>");
        foreach (string label in labels)
            html.Append($"<th scope=\"col\">{label}</th>");
        html.AppendMarkup("</tr>\n");
        for (int row = 0; row < labels.Count; row++)
        {
            int total = confusion.RowTotal(row);
            html.Append($"<tr><th scope=\"row\">{labels[row]}</th>");
            for (int column = 0; column < labels.Count; column++)
            {
                double share = total == 0 ? 0 : (double)confusion[row, column] / total;
                string shade = row == column ? "right" : "wrong";
                string text = share > 0.85 ? "strong" : "pale";
                html.Append($"<td class=\"{text}\" style=\"background: rgba(var(--{shade}), {share:0.00})\"");
                html.Append($" title=\"{labels[row]} taken for {labels[column]}: {Percent(share)}\">{confusion[row, column]}</td>");
            }
            html.AppendMarkup("</tr>\n");
        }
        html.AppendMarkup("</table></div>\n");
    }

    private static void AppendConfusionList(HtmlBuilder html, ConfusionMatrix confusion)
    {
        int classes = confusion.Labels.Count;
        var confusions =
            from row in Enumerable.Range(0, classes)
            from column in Enumerable.Range(0, classes)
            where row != column && confusion[row, column] > 0
            orderby confusion[row, column] descending
            select (row, column);
        html.AppendMarkup("<h2>Most frequent confusions</h2>\n<div class=\"scroll\"><table>\n"
            + "<tr><th>image of</th><th class=\"left\">taken for</th><th>images</th><th>of</th></tr>\n");
        foreach (var (row, column) in confusions.Take(MaxConfusions))
        {
            html.Append($"<tr><td>{confusion.Labels[row]}</td><td class=\"left\">{confusion.Labels[column]}</td>");
            html.Append($"<td>{confusion[row, column]}</td><td>{confusion.RowTotal(row)}</td></tr>\n");
        }
        html.AppendMarkup("</table></div>\n");
    }

    private static void AppendClasses(HtmlBuilder html, Evaluation evaluation)
    {
        html.AppendMarkup("<h2>Classes</h2>\n<div class=\"scroll\"><table>\n<tr><th>class</th><th>images</th><th>precision</th>"
            + "<th>recall</th><th class=\"left\">F1</th><th class=\"left\">most often taken for</th></tr>\n");
        for (int i = 0; i < evaluation.Classes.Count; i++)
        {
            ClassMetrics metrics = evaluation.Classes[i];
            string confused = evaluation.Confusion.MostConfused(i) is var (label, count) ? $"{label} ({count})" : "";
            html.Append($"<tr><td>{metrics.Label}</td><td>{metrics.Support}</td>");
            html.Append($"<td>{metrics.Precision:0.000}</td><td>{metrics.Recall:0.000}</td>");
            html.Append($"<td class=\"left\"><span class=\"bar\"><i style=\"width: {metrics.F1 * 100:0}%\"></i></span>");
            html.Append($"{metrics.F1:0.000}</td><td class=\"left\">{confused}</td></tr>\n");
        }
        html.AppendMarkup("</table></div>\n");
    }

    private static void AppendMistakes(HtmlBuilder html, Evaluation evaluation, Func<string, byte[]?> thumbnail)
    {
        EvaluatedImage[] mistakes =
            [.. evaluation.Predictions.Where(image => !image.Correct).OrderBy(image => image.LabelScore).Take(MaxPhotos)];
        if (mistakes.Length == 0)
            return;
        html.AppendMarkup("<h2>Worst mistakes</h2>\n<p class=\"soft\">The images whose label the model holds least likely. "
            + "Look here first for photos in the wrong folder.</p>\n");
        AppendPhotos(html, mistakes, thumbnail);
    }

    /// <summary>An image of each class in turn, spread evenly over the class, whether the model is right or not.</summary>
    private static void AppendExamples(HtmlBuilder html, Evaluation evaluation, Func<string, byte[]?> thumbnail)
    {
        EvaluatedImage[][] classes =
        [
            .. evaluation.Predictions.GroupBy(image => image.Label, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Take(MaxPhotos)
                .Select(group => group.ToArray()),
        ];
        html.AppendMarkup("<h2>Examples</h2>\n");
        AppendPhotos(html, classes.SelectMany(images => Spread(images, Math.Max(1, MaxPhotos / classes.Length))), thumbnail);

        static IEnumerable<EvaluatedImage> Spread(EvaluatedImage[] images, int count)
        {
            count = Math.Min(count, images.Length);
            return Enumerable.Range(0, count).Select(i => images[i * images.Length / count]);
        }
    }

    private static void AppendPhotos(HtmlBuilder html, IEnumerable<EvaluatedImage> images, Func<string, byte[]?> thumbnail)
    {
        html.AppendMarkup("<div class=\"photos\">\n");
        foreach (EvaluatedImage image in images)
        {
            html.Append($"<div class=\"photo\" title=\"{image.Path}\">");
            if (thumbnail(image.Path) is { } jpeg)
                html.Append($"<img alt=\"{image.Label}\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}\" />");
            string mark = image.Correct ? "hit" : "miss";
            html.Append($"<div><b class=\"{mark}\">{image.PredictedLabel}</b> {Percent(image.PredictedScore)}");
            if (!image.Correct)
                html.Append($"<br />is {image.Label} ({Percent(image.LabelScore)})");
            html.Append($"<small>{Path.GetFileName(image.Path)}</small></div></div>\n");
        }
        html.AppendMarkup("</div>\n");
    }

    private static void AppendUnreadable(HtmlBuilder html, Evaluation evaluation)
    {
        if (evaluation.Unreadable.Count == 0)
            return;
        html.AppendMarkup("<h2>Unreadable files</h2>\n<div class=\"scroll\"><table>\n"
            + "<tr><th>file</th><th class=\"left\">reason</th></tr>\n");
        foreach (UnreadableFile file in evaluation.Unreadable.Take(MaxUnreadable))
            html.Append($"<tr><td class=\"wrap\">{file.Path}</td><td class=\"left wrap\">{file.Reason}</td></tr>\n");
        html.AppendMarkup("</table></div>\n");
        if (evaluation.Unreadable.Count > MaxUnreadable)
            html.Append($"<p class=\"soft\">and {evaluation.Unreadable.Count - MaxUnreadable} more</p>\n");
    }

    private static void AppendProvenance(HtmlBuilder html, ModelManifest manifest)
    {
        html.AppendMarkup("<h2>The model</h2>\n<dl>\n");
        Entry("network", $"{manifest.Spec.Id}, {Number(manifest.Spec.ParameterCount() / 1e6, "0.00")} million parameters");
        if (manifest.Provenance is { } provenance)
        {
            Entry("trained by", provenance.Tool);
            Entry("trained on", $"{provenance.Data.Images} images, {provenance.Data.ValidationImages} more for validation");
            Entry("mode, seed", $"{provenance.Tune}, {provenance.Seed}");
            if (manifest.Backbone is { } backbone)
            {
                string license = backbone.License is { } named ? $", licence {named}" : "";
                Entry("backbone", $"{backbone.Id}{license}, {backbone.WeightsHash}");
            }
            if (provenance.Head is { } head)
                AppendHead(head);
            if (provenance.Settings is { } settings)
                AppendSettings(settings, provenance.History.Count);
            Entry("listing", provenance.Data.Listing);
        }
        html.AppendMarkup("</dl>\n");

        void AppendHead(HeadSettings head)
        {
            Entry("image size", $"{head.Size} x {head.Size}");
            Entry("head", string.Create(CultureInfo.InvariantCulture,
                $"logistic regression on {(head.Mirrored ? "features averaged over mirror images" : "features")}, L2 {head.L2:0.#######}"
                + $"{(head.BalancedClasses ? ", classes balanced" : "")}"));
        }

        void AppendSettings(TrainingSettings settings, int epochs)
        {
            Entry("image size", $"{settings.Size} x {settings.Size}");
            Entry("epochs, batch", $"{epochs} of {settings.Epochs}, {settings.BatchSize} images a step");
            Entry("optimizer", string.Create(CultureInfo.InvariantCulture,
                $"{settings.Optimizer}, learning rate {settings.LearningRate}, weight decay {settings.WeightDecay}, "
                + $"label smoothing {settings.LabelSmoothing}"));
            Entry("augmentation", Describe(settings.Augmentation));
        }

        void Entry(string name, string value) => html.Append($"<dt>{name}</dt><dd>{value}</dd>\n");
    }

    private static string Describe(Augmentation augmentation) => augmentation == Augmentation.None ? "none" : string.Create(
        CultureInfo.InvariantCulture,
        $"crops of {augmentation.MinArea * 100:0} to 100 % of the area{(augmentation.Flip ? ", mirror images" : "")}, "
        + $"brightness ± {augmentation.Brightness * 100:0} %, contrast ± {augmentation.Contrast * 100:0} %, "
        + $"saturation ± {augmentation.Saturation * 100:0} %");

    private static string Percent(double share) => Number(share * 100, "0.0") + "\u00A0%"; // with a space that does not break

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
