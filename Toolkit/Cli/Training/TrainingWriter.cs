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
        string labels = $"{model.Labels.Count} {(model.IsMultiLabel ? "labels, any number an image" : "classes")}";
        output.WriteLine($"network   {model.Spec.Id} on {size} x {size} pixels, {labels}");
        foreach (TuningTrial trial in manifest.Provenance.Trials ?? [])
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"tried     {SnakeCase.Of(trial.Tune).Replace('_', ' ')}: validation log-loss {trial.LogLoss:0.000}, accuracy {Figure.Percent(trial.Accuracy)}"));
        }
        if (manifest.Provenance is { Head: { } head, Settings: null })
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
            string what = manifest.Provenance.Head is null
                ? ""
                : $"{SnakeCase.Of(manifest.Provenance.Tune).Replace('_', ' ')} of {Printable.Text(manifest.Backbone!.Id)}, ";
            string kept = report.BestEpoch == 0 ? "the head, which no epoch has improved" : $"epoch {report.BestEpoch}";
            output.WriteLine($"training  {what}{images}, {epochs}, {Figure.Duration(report.Duration)}");
            output.WriteLine($"kept      {kept}{Validation(manifest.Validation, "validation")}");
        }
        if (result.CrossValidation is { } folds)
            output.WriteLine($"unseen    {folds}");
        if (result.Evaluation is null)
            return;
        output.WriteLine();
        output.WriteLine($"On {Figure.Images(result.Evaluation.Images)} that the model has not seen:");
        EvaluationWriter.WriteText(result.Evaluation, output);
    }

    private static string Validation(ModelMetrics? metrics, string how)
    {
        if (metrics is null)
            return "";
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string labels = metrics.MeanAveragePrecision is { } precision
            ? string.Create(invariant, $"macro F1 {metrics.MacroF1:0.000}, mAP {precision:0.000}, ")
            : "";
        string accuracy = string.Create(
            invariant, $"accuracy {Figure.Percent(metrics.Accuracy)}, log-loss {metrics.LogLoss:0.000} on {Figure.Images(metrics.Images)}");
        return $"; {how}: {labels}{accuracy}";
    }
}
