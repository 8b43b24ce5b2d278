using System.Globalization;
using MLResNet.Metrics;

namespace MLResNet.Reports;

public static partial class HtmlReport
{
    /// <summary>The tiles of images that may have several labels.</summary>
    private static void AppendLabelTiles(HtmlBuilder html, Evaluation evaluation)
    {
        ProportionInterval interval = evaluation.AccuracyInterval;
        AppendTile(html, Number(evaluation.MacroF1, "0.000"), "macro F1: mean over labels");
        AppendTile(html, Number(evaluation.MicroF1, "0.000"), "micro F1: all answers together");
        if (evaluation.MeanAveragePrecision is { } precision)
            AppendTile(html, Number(precision, "0.000"), "mean average precision");
        AppendTile(
            html, Percent(evaluation.Accuracy),
            $"of the images have all labels right; 95 % interval {Number(interval.Low * 100, "0.0")} to {Percent(interval.High)}");
        AppendTile(html, Percent(evaluation.HammingLoss!.Value), "of the labels are wrong (Hamming loss)");
        AppendTile(html, Number(evaluation.LogLoss, "0.000"), $"log-loss of a label; guessing is {Number(Math.Log(2), "0.000")}");
        AppendTile(html, Percent(evaluation.CalibrationError), "expected calibration error");
        AppendTile(html, evaluation.Images.ToString(CultureInfo.InvariantCulture),
            $"images, {evaluation.Images - evaluation.Correct} of them with a wrong label");
    }

    /// <summary>A row a label.</summary>
    private static void AppendLabels(HtmlBuilder html, Evaluation evaluation)
    {
        html.AppendMarkup("<h2>Labels</h2>\n<p class=\"soft\">An image has a label from the threshold on, "
            + "which was chosen in training for the highest F1.</p>\n<div class=\"scroll\"><table>\n<tr><th>label</th><th>images</th><th>threshold</th><th>precision</th>"
            + "<th>recall</th><th class=\"left\">F1</th><th>average precision</th></tr>\n");
        foreach (ClassMetrics metrics in evaluation.Classes)
        {
            html.Append($"<tr><td>{metrics.Label}</td><td>{metrics.Support}</td>");
            html.Append($"<td>{(metrics.Threshold is { } threshold ? Number(threshold, "0.000") : "")}</td>");
            html.Append($"<td>{metrics.Precision:0.000}</td><td>{metrics.Recall:0.000}</td>");
            html.Append($"<td class=\"left\"><span class=\"bar\"><i style=\"width: {metrics.F1 * 100:0}%\"></i></span>");
            html.Append($"{metrics.F1:0.000}</td>");
            html.Append($"<td>{(metrics.AveragePrecision is { } precision ? Number(precision, "0.000") : "")}</td></tr>\n");
        }
        html.AppendMarkup("</table></div>\n");
    }

    /// <summary>The figures of images that may have several labels.</summary>
    private static IEnumerable<(string Name, double Value, string InMLNet, string Meaning)> LabelFigures(Evaluation evaluation)
    {
        yield return ("accuracy", evaluation.Accuracy, "", "1; share of the images of which all labels are right");
        yield return ("macro precision", evaluation.MacroPrecision, "", "1; of the images given a label, the share that has it");
        yield return ("macro recall", evaluation.MacroRecall, "", "1; of the images that have a label, the share that is given it");
        yield return ("macro F1", evaluation.MacroF1, "", "1; harmonic mean of precision and recall, mean over labels");
        yield return ("micro F1", evaluation.MicroF1, "", "1; F1 of all answers together");
        if (evaluation.MeanAveragePrecision is { } precision)
            yield return ("mean average precision", precision, "", "1; area under precision over recall, mean over labels");
        yield return ("Hamming loss", evaluation.HammingLoss!.Value, "", "0; share of the labels that are wrong");
        yield return ("log-loss", evaluation.LogLoss, "", "0; mean of \u2212ln(probability of the right answer), label by label");
        yield return ("log-loss reduction", evaluation.LogLossReduction, "", "1; 0 is no better than the labels' shares");
        yield return ("calibration error", evaluation.CalibrationError, "", "0; how far probabilities and shares lie apart");
    }

    private static string NamesOf(IReadOnlyList<string> labels) => labels.Count == 0 ? "nothing" : string.Join(", ", labels);
}
