using System.Globalization;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Documents;
using MLResNet.Metrics;
using MLResNet.Packaging;

namespace MLResNet.Cli.Training;

/// <summary>Prints what a training came to.</summary>
internal static class TrainingWriter
{
    public static void Write(TrainingResult result, OutputFormat format, TextWriter output)
    {
        switch (format)
        {
            case OutputFormat.Json:
                CliJson.Write(TrainingDocument.From(result), output);
                break;
            case OutputFormat.Csv:
                WriteCsv(result.Model.TrainingReport!.History, output);
                break;
            default:
                WriteText(result, output);
                break;
        }
    }

    private static void WriteCsv(IReadOnlyList<EpochMetrics> history, TextWriter output)
    {
        CsvText.WriteRow(output, "epoch", "learning_rate", "loss", "accuracy", "validation_loss", "validation_accuracy");
        foreach (EpochMetrics row in history)
        {
            CsvText.WriteRow(
                output, row.Epoch, row.LearningRate, row.Loss, row.Accuracy, row.ValidationLoss, row.ValidationAccuracy);
        }
    }

    private static void WriteText(TrainingResult result, TextWriter output)
    {
        ImageClassifier model = result.Model;
        TrainingReport report = model.TrainingReport!;
        ModelManifest manifest = model.Manifest;
        int size = model.Preprocessing.Size;
        string images = Figure.Images(manifest.Provenance!.Data.Images);

        output.WriteLine($"model     {Printable.Text(result.Path)}, {Figure.Megabytes(new FileInfo(result.Path).Length)}");
        output.WriteLine($"network   {model.Spec.Id} on {size} x {size} pixels, {model.Labels.Count} classes");
        if (manifest.Provenance.Head is { } head)
        {
            string found = report.FeaturesFound == 0 ? "" : $" ({report.FeaturesFound} known already)";
            string how = head.Folds > 0 ? "cross-validation" : "validation";
            output.WriteLine($"training  head on {Printable.Text(manifest.Backbone!.Id)}, {images}{found}, {Figure.Duration(report.Duration)}");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"kept      L2 {head.L2:0.#######}{Validation(manifest.Validation, how)}"));
        }
        else
        {
            string epochs = Figure.Count(report.History.Count, "epoch", "epochs");
            output.WriteLine($"training  {images}, {epochs}, {Figure.Duration(report.Duration)}");
            output.WriteLine($"kept      epoch {report.BestEpoch}{Validation(manifest.Validation, "validation")}");
        }
        if (result.Evaluation is null)
            return;
        output.WriteLine();
        output.WriteLine($"On {Figure.Images(result.Evaluation.Images)} that the model has not seen:");
        EvaluationWriter.WriteText(result.Evaluation, output);
    }

    private static string Validation(ModelMetrics? metrics, string how) => metrics is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"; {how}: accuracy {Figure.Percent(metrics.Accuracy)}, log-loss {metrics.LogLoss:0.000} on {Figure.Images(metrics.Images)}");
}
