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
        output.WriteLine(
            $"accuracy  {Figure.Percent(evaluation.Accuracy)}: {evaluation.Correct} of {Figure.Images(evaluation.Images)} "
            + $"(95 % interval {Figure.Percent(interval.Low)} to {Figure.Percent(interval.High)})");
        if (evaluation.TopK > 1 && evaluation.TopK < evaluation.Labels.Count)
            output.WriteLine($"top {evaluation.TopK}     {Figure.Percent(evaluation.TopKAccuracy)}");
        output.WriteLine($"macro F1  {evaluation.MacroF1:0.000}");
        output.WriteLine($"log-loss  {evaluation.LogLoss:0.000} (guessing: {Math.Log(evaluation.Labels.Count):0.000})");
        output.WriteLine($"ECE       {Figure.Percent(evaluation.CalibrationError)} (expected calibration error)");
        if (evaluation.SuspectedLabels.Count > 0)
        {
            string labels = Figure.Count(evaluation.SuspectedLabels.Count, "label", "labels");
            output.WriteLine($"to check  {labels} that the model contradicts (--report shows the images)");
        }
        output.WriteLine();

        var table = new TextTable("class", ">images", ">precision", ">recall", ">F1", "most often taken for");
        for (int i = 0; i < evaluation.Classes.Count; i++)
        {
            ClassMetrics row = evaluation.Classes[i];
            string confused = evaluation.Confusion.MostConfused(i) is var (label, count) ? $"{label} ({count})" : "";
            table.Add(row.Label, $"{row.Support}", $"{row.Precision:0.000}", $"{row.Recall:0.000}", $"{row.F1:0.000}", confused);
        }
        table.Write(output);
    }

    private static void WriteCsv(Evaluation evaluation, TextWriter output)
    {
        CsvText.WriteRow(output, "path", "label", "predicted", "score", "label_score", "correct", "suspected");
        var suspected = evaluation.SuspectedLabels.Select(image => image.Path).ToHashSet(StringComparer.Ordinal);
        foreach (EvaluatedImage image in evaluation.Predictions)
        {
            CsvText.WriteRow(
                output, image.Path, image.Label, image.PredictedLabel, image.PredictedScore, image.LabelScore, image.Correct,
                suspected.Contains(image.Path));
        }
    }
}
