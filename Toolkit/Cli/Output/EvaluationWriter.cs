using MLResNet.Cli.Output.Documents;
using MLResNet.Metrics;

namespace MLResNet.Cli.Output;

/// <summary>Prints an evaluation.</summary>
internal static class EvaluationWriter
{
    public static void Write(Evaluation evaluation, string model, string data, OutputFormat format, TextWriter output)
    {
        switch (format)
        {
            case OutputFormat.Json:
                CliJson.Write(EvaluationDocument.From(evaluation, model, data), output);
                break;
            case OutputFormat.Csv:
                WriteCsv(evaluation, output);
                break;
            default:
                WriteText(evaluation, output);
                break;
        }
    }

    /// <summary>The figures, a row a class, and the confusions.</summary>
    public static void WriteText(Evaluation evaluation, TextWriter output)
    {
        ProportionInterval interval = evaluation.AccuracyInterval;
        string counted = $"{evaluation.Correct} of {Figure.Images(evaluation.Images)}";
        output.WriteLine(
            $"accuracy  {Figure.Percent(evaluation.Accuracy)}: {counted}{(evaluation.IsMultiLabel ? " with all labels right" : "")} "
            + $"(95 % interval {Figure.Percent(interval.Low)} to {Figure.Percent(interval.High)})");
        if (evaluation.IsMultiLabel)
            WriteLabels(evaluation, output);
        else
            WriteClasses(evaluation, output);
    }

    private static void WriteLabels(Evaluation evaluation, TextWriter output)
    {
        output.WriteLine($"macro F1  {evaluation.MacroF1:0.000} (micro {evaluation.MicroF1:0.000})");
        if (evaluation.MeanAveragePrecision is { } precision)
            output.WriteLine($"mAP       {precision:0.000} (mean average precision)");
        output.WriteLine($"Hamming   {Figure.Percent(evaluation.HammingLoss!.Value)} of the labels are wrong");
        output.WriteLine($"log-loss  {evaluation.LogLoss:0.000} a label (guessing: {Math.Log(2):0.000})");
        WriteCalibration(evaluation, output);

        var table = new TextTable("label", ">images", ">threshold", ">precision", ">recall", ">F1", ">AP");
        foreach (ClassMetrics row in evaluation.Classes)
        {
            table.Add(
                row.Label, $"{row.Support}", $"{row.Threshold:0.000}", $"{row.Precision:0.000}", $"{row.Recall:0.000}", $"{row.F1:0.000}",
                $"{row.AveragePrecision:0.000}");
        }
        table.Write(output);
    }

    private static void WriteClasses(Evaluation evaluation, TextWriter output)
    {
        if (evaluation.TopK > 1 && evaluation.TopK < evaluation.Labels.Count)
            output.WriteLine($"top {evaluation.TopK}     {Figure.Percent(evaluation.TopKAccuracy)}");
        output.WriteLine($"macro F1  {evaluation.MacroF1:0.000}");
        output.WriteLine($"log-loss  {evaluation.LogLoss:0.000} (guessing: {Math.Log(evaluation.Labels.Count):0.000})");
        WriteCalibration(evaluation, output);

        var table = new TextTable("class", ">images", ">precision", ">recall", ">F1", "most often taken for");
        for (int i = 0; i < evaluation.Classes.Count; i++)
        {
            ClassMetrics row = evaluation.Classes[i];
            string confused = evaluation.Confusion.MostConfused(i) is var (label, count) ? $"{label} ({count})" : "";
            table.Add(row.Label, $"{row.Support}", $"{row.Precision:0.000}", $"{row.Recall:0.000}", $"{row.F1:0.000}", confused);
        }
        table.Write(output);
    }

    private static void WriteCalibration(Evaluation evaluation, TextWriter output)
    {
        output.WriteLine($"ECE       {Figure.Percent(evaluation.CalibrationError)} (expected calibration error)");
        if (evaluation.SuspectedLabels.Count > 0)
        {
            string labels = evaluation.IsMultiLabel
                ? $"labels of {Figure.Images(evaluation.SuspectedLabels.Count)}"
                : Figure.Count(evaluation.SuspectedLabels.Count, "label", "labels");
            output.WriteLine($"to check  {labels} that the model contradicts (--report shows the images)");
        }
        output.WriteLine();
    }

    /// <summary>A row an image; where it may have several labels, with their scores in columns of their names.</summary>
    private static void WriteCsv(Evaluation evaluation, TextWriter output)
    {
        IReadOnlyList<string> scored = evaluation.IsMultiLabel ? evaluation.Labels : [];
        CsvText.WriteRow(output, ["path", "label", "predicted", "score", "label_score", "correct", "suspected", .. scored]);
        var suspected = evaluation.SuspectedLabels.Select(image => image.Path).ToHashSet(StringComparer.Ordinal);
        foreach (EvaluatedImage image in evaluation.Predictions)
        {
            IEnumerable<object?> scores = image.Scores.Select(score => (object?)score);
            CsvText.WriteRow(
                output,
                [
                    image.Path, image.Label, image.PredictedLabel, image.PredictedScore, image.LabelScore, image.Correct,
                    suspected.Contains(image.Path), .. scores,
                ]);
        }
    }
}
