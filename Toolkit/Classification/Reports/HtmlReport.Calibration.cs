using MLResNet.Metrics;

namespace MLResNet.Reports;

public static partial class HtmlReport
{
    private static void AppendCalibration(HtmlBuilder html, double temperature, Evaluation evaluation)
    {
        html.AppendMarkup("<h2>Calibration</h2>\n<p class=\"soft\">Can the probabilities be taken at their word? ");
        html.AppendMarkup(evaluation.IsMultiLabel
            ? "Of the labels that have a probability of 80\u00A0%, the images should have 80\u00A0%: bars"
            : "Of the answers given with 80\u00A0% confidence, 80\u00A0% should be right: bars");
        html.AppendMarkup(" that end at the dashed line. Orange is missing: the model was too sure. "
            + "Dark blue is more than was promised: it was not sure enough.");
        string counted = evaluation.IsMultiLabel ? "labels" : "images";
        html.Append($" The mean of both, weighted by {counted}, is the expected calibration error, ");
        html.Append($"{Percent(evaluation.CalibrationError)} here.");
        html.AppendMarkup(evaluation.Images < FewImages ? " On so few images much of it is chance." : "");
        html.AppendMarkup(temperature == 1
            ? " The model's probabilities are the network's own."
            : $" The network's outputs are divided by the temperature {Number(temperature, "0.000")}, which was fitted in training.");
        html.AppendMarkup("</p>\n<div class=\"charts\">\n<figure>");
        ReliabilityDiagram.Draw(html, evaluation.CalibrationBins, counted);
        html.AppendMarkup("</figure>\n<div class=\"scroll\"><table>\n");
        html.Append($"<tr><th>confidence</th><th>{counted}</th><th>mean</th><th>right</th><th>difference</th></tr>\n");
        foreach (CalibrationBin bin in evaluation.CalibrationBins.Where(bin => bin.Images > 0))
        {
            html.Append($"<tr><td>{bin.Low * 100:0} to {Percent(bin.High, "0")}</td><td>{bin.Images}</td>");
            html.Append($"<td>{Percent(bin.Confidence!.Value)}</td><td>{Percent(bin.Accuracy!.Value)}</td>");
            html.Append($"<td>{(bin.Accuracy.Value - bin.Confidence.Value) * 100:+0.0;\u22120.0;0.0}</td></tr>\n");
        }
        html.AppendMarkup("</table></div>\n</div>\n");
    }
}
