using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Documents;
using MLResNet.Metrics;
using MLResNet.Reports;

namespace MLResNet.Cli.Inspection;

/// <summary>Draws how models were trained, in one picture, and prints what that came to.</summary>
internal static class CurveComparison
{
    public static void Run(IReadOnlyList<string> paths, string picture, OutputFormat format, CommandContext context)
    {
        OutputFile.EnsureWritable(picture);
        CurveDocument[] models = [.. paths.Select(Read)];
        TrainingCurves.Write(picture, [.. NamesOf(paths).Zip(models, (name, model) => new TrainingCurve(name, model.History))]);
        context.Note($"Wrote {picture}");
        switch (format)
        {
            case OutputFormat.Json:
                CliJson.Write(models, context.Output);
                break;
            case OutputFormat.Csv:
                WriteCsv(models, context.Output);
                break;
            default:
                WriteText(models, context.Output);
                break;
        }
    }

    private static CurveDocument Read(string path)
    {
        using ImageClassifier model = ImageClassifier.Load(path, new ImageClassifierOptions { Threads = 1 });
        if (model.Manifest.Provenance is { History.Count: > 0 } provenance)
            return new CurveDocument(path, model.Spec.Id, provenance.BestEpoch, provenance.History);
        throw new MLResNetException($"{path} was not trained in epochs, so it has no curves; leave it out.");
    }

    /// <summary>The files' names, or where those are not different, their paths.</summary>
    private static IEnumerable<string> NamesOf(IReadOnlyList<string> paths)
    {
        string[] names = [.. paths.Select(path => Path.GetFileNameWithoutExtension(path))];
        return (names.Distinct().Count() == names.Length ? names : paths).Select(Printable.Text);
    }

    private static void WriteCsv(CurveDocument[] models, TextWriter output)
    {
        CsvText.WriteRow(output, "model", "arch", "epoch", "learning_rate", "loss", "accuracy", "validation_loss", "validation_accuracy");
        foreach (CurveDocument model in models)
        {
            foreach (EpochMetrics row in model.History)
            {
                CsvText.WriteRow(
                    output, model.Model, model.Arch, row.Epoch, row.LearningRate, row.Loss, row.Accuracy, row.ValidationLoss, row.ValidationAccuracy);
            }
        }
    }

    private static void WriteText(CurveDocument[] models, TextWriter output)
    {
        var table = new TextTable("model", "network", ">epochs", ">training error", ">validation error", ">kept");
        foreach (CurveDocument model in models)
        {
            EpochMetrics last = model.History[^1];
            table.Add(
                model.Model, model.Arch, $"{model.History.Count}", Figure.Percent(1 - last.Accuracy),
                last.ValidationAccuracy is { } accuracy ? Figure.Percent(1 - accuracy) : "", $"{model.BestEpoch}");
        }
        table.Write(output);
    }
}
