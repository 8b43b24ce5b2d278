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

    /// <summary>Below this many images chance moves the figures visibly.</summary>
    private const int FewImages = 300;

    /// <summary>Shade of a cell that has its whole row, 0 to 1: pale enough for dark figures on it.</summary>
    private const double DeepestShade = 0.6;

    private static void AppendSummary(HtmlBuilder html, ModelManifest manifest, Evaluation evaluation)
    {
        string outcome = evaluation.IsMultiLabel
            ? $"{manifest.Labels.Count} labels, macro F1 {Number(evaluation.MacroF1, "0.000")}"
            : $"{manifest.Labels.Count} classes, {Percent(evaluation.Accuracy)} right";
        html.Append($"<h1>{manifest.Spec.Id}: {outcome}</h1>\n");
        html.Append($"<p class=\"soft\">Evaluated on {evaluation.Images} images.</p>\n<div class=\"tiles\">\n");
        if (evaluation.IsMultiLabel)
            AppendLabelTiles(html, evaluation);
        else
            AppendClassTiles(html, manifest, evaluation);
        if (evaluation.Unreadable.Count > 0)
            AppendTile(html, evaluation.Unreadable.Count.ToString(CultureInfo.InvariantCulture), "unreadable files, left out");
        html.AppendMarkup("</div>\n");
    }

    private static void AppendClassTiles(HtmlBuilder html, ModelManifest manifest, Evaluation evaluation)
    {
        ProportionInterval interval = evaluation.AccuracyInterval;
        Tile(
            Percent(evaluation.Accuracy), $"accuracy; 95 % interval {Number(interval.Low * 100, "0.0")} to {Percent(interval.High)}");
        if (evaluation.TopK > 1 && evaluation.TopK < evaluation.Labels.Count)
            Tile(Percent(evaluation.TopKAccuracy), $"right among the top {evaluation.TopK}");
        Tile(Number(evaluation.MacroF1, "0.000"), "macro F1: mean over classes");
        Tile(Number(evaluation.LogLoss, "0.000"),
            $"log-loss; guessing is {Number(Math.Log(manifest.Labels.Count), "0.000")}");
        Tile(Percent(evaluation.CalibrationError), "expected calibration error");
        Tile(evaluation.Images.ToString(CultureInfo.InvariantCulture),
            $"images, {evaluation.Images - evaluation.Correct} of them mistaken");

        void Tile(string figure, string caption) => AppendTile(html, figure, caption);
    }

    private static void AppendTile(HtmlBuilder html, string figure, string caption) =>
        html.Append($"<div class=\"tile\"><b>{figure}</b><span>{caption}</span></div>\n");

    /// <summary>All figures, under our names and under those of ML.NET's MulticlassClassificationMetrics.</summary>
    private static void AppendFigures(HtmlBuilder html, Evaluation evaluation)
    {
        html.AppendMarkup("<h2>Figures</h2>\n<div class=\"scroll\"><table>\n"
            + "<tr><th>figure</th><th>value</th><th class=\"left\">in ML.NET</th><th class=\"left\">best; meaning</th></tr>\n");
        foreach (var (name, value, theirs, meaning) in evaluation.IsMultiLabel ? LabelFigures(evaluation) : ClassFigures(evaluation))
        {
            html.Append(
                $"<tr><td>{name}</td><td>{value:0.0000}</td><td class=\"left\">{theirs}</td><td class=\"left\">{meaning}</td></tr>\n");
        }
        html.AppendMarkup("</table></div>\n");
    }

    private static IEnumerable<(string Name, double Value, string InMLNet, string Meaning)> ClassFigures(Evaluation evaluation) =>
    [
        ("accuracy, micro F1", evaluation.Accuracy, "MicroAccuracy", "1; share of the images that are recognised"),
        ("macro recall", evaluation.MacroRecall, "MacroAccuracy", "1; each class counts the same"),
        ($"top-{evaluation.TopK} accuracy", evaluation.TopKAccuracy, "TopKAccuracy", "1; label among the likeliest"),
        ("macro precision", evaluation.MacroPrecision, "", "1; of the images taken for a class, the share that is"),
        ("macro F1", evaluation.MacroF1, "", "1; harmonic mean of precision and recall"),
        ("log-loss", evaluation.LogLoss, "LogLoss", "0; mean of \u2212ln(probability of the label)"),
        ("log-loss reduction", evaluation.LogLossReduction, "LogLossReduction", "1; 0 is no better than the classes' shares"),
        ("calibration error", evaluation.CalibrationError, "", "0; how far probability and share of right answers lie apart"),
    ];

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
                html.Append($"<td style=\"background: rgba(var(--{shade}), {share * DeepestShade:0.00})\"");
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
        Entry("temperature", Number(manifest.Temperature, "0.###"));
        html.AppendMarkup("</dl>\n");

        void AppendHead(HeadSettings head)
        {
            Entry("image size", $"{head.Size} x {head.Size}");
            Entry("head", string.Create(CultureInfo.InvariantCulture,
                $"logistic regression on {(head.Mirrored ? "features averaged over mirror images" : "features")}, L2 {head.L2:0.#######}"
                + $"{(head.BalancedClasses ? ", classes balanced" : "")}{(head.AdaptedNorms ? ", batch norms adapted" : "")}"));
        }

        void AppendSettings(TrainingSettings settings, int epochs)
        {
            Entry("image size", $"{settings.Size} x {settings.Size}");
            Entry("epochs, batch", $"{epochs} of {settings.Epochs}, {settings.BatchSize} images a step");
            Entry("optimizer", string.Create(CultureInfo.InvariantCulture,
                $"{settings.Optimizer}, learning rate {settings.LearningRate}, weight decay {settings.WeightDecay}, "
                + $"label smoothing {settings.LabelSmoothing}"));
            if (settings.BalancesClasses)
                Entry("classes balanced", settings.BalancedSampling ? "by sampling" : "by weights");
            Entry("augmentation", Describe(settings.Augmentation));
        }

        void Entry(string name, string value) => html.Append($"<dt>{name}</dt><dd>{value}</dd>\n");
    }

    private static string Describe(Augmentation augmentation)
    {
        (bool IsUsed, FormattableString Text)[] parts =
        [
            (augmentation.MinArea < 1, $"crops of {augmentation.MinArea * 100:0} to 100 % of the area"),
            (augmentation.MaxShift > 0, $"moved by up to {augmentation.MaxShift * 100:0.#} % of the side"),
            (augmentation.Flip, $"mirror images"),
            (augmentation.Rotation > 0, $"turned by up to {augmentation.Rotation:0.#} degrees"),
            (augmentation.Downscale > 0, $"detail of {(1 - augmentation.Downscale) * 100:0} to 100 %"),
            (augmentation.Brightness > 0, $"brightness ± {augmentation.Brightness * 100:0} %"),
            (augmentation.Contrast > 0, $"contrast ± {augmentation.Contrast * 100:0} %"),
            (augmentation.Saturation > 0, $"saturation ± {augmentation.Saturation * 100:0} %"),
            (augmentation.Erasing > 0, $"a rectangle erased of {augmentation.Erasing * 100:0} %"),
            (augmentation.Mixup > 0, $"mixup {augmentation.Mixup:0.##}"),
            (augmentation.CutMix > 0, $"CutMix {augmentation.CutMix:0.##}"),
        ];
        string[] used = [.. parts.Where(part => part.IsUsed).Select(part => part.Text.ToString(CultureInfo.InvariantCulture))];
        return used.Length == 0 ? "none" : string.Join(", ", used);
    }

    private static string Percent(double share, string format = "0.0") =>
        Number(share * 100, format) + "\u00A0%"; // with a space that does not break

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
