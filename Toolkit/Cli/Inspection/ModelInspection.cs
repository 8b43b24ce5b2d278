using System.Globalization;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Documents;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Cli.Inspection;

/// <summary>Prints what a model package holds.</summary>
internal static class ModelInspection
{
    /// <summary>Whether a path is to be taken for a model: a file that begins as a zip does, or is named like one.</summary>
    public static bool IsModel(string path)
    {
        if (!File.Exists(path))
            return false;
        if (path.EndsWith(".mlresnet", StringComparison.OrdinalIgnoreCase))
            return true;
        Span<byte> start = stackalloc byte[4];
        using FileStream file = File.OpenRead(path);
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..length].SequenceEqual("PK\x3\x4"u8);
    }

    public static void Run(string path, OutputFormat format, TextWriter output)
    {
        using ImageClassifier model = ImageClassifier.Load(path, new ImageClassifierOptions { Threads = 1 });
        ModelDocument document = ModelDocument.From(model, path, new FileInfo(path).Length);
        switch (format)
        {
            case OutputFormat.Json:
                CliJson.Write(document, output);
                break;
            case OutputFormat.Csv:
                WriteCsv(document, output);
                break;
            default:
                WriteText(document, output);
                break;
        }
    }

    private static void WriteCsv(ModelDocument model, TextWriter output)
    {
        CsvText.WriteRow(output, model.Thresholds is null ? ["label", "training_images"] : ["label", "training_images", "threshold"]);
        for (int i = 0; i < model.Labels.Count; i++)
        {
            object?[] row = [model.Labels[i], model.Provenance?.Data.ImagesPerClass[i]];
            CsvText.WriteRow(output, model.Thresholds is null ? row : [.. row, model.Thresholds[i]]);
        }
    }

    private static void WriteText(ModelDocument model, TextWriter output)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        ImagePreprocessing input = model.Preprocessing;
        var lines = new List<(string Name, string Text)>
        {
            ("model", $"{model.Path}, {Figure.Megabytes(model.Bytes)}, format {model.FormatVersion}"),
            ("network", $"{model.Arch}: {Figure.Large(model.Parameters)} parameters, "
                + $"{Figure.Large(model.MultiplyAdds)} multiply-adds an image"),
            ("input", $"{input.Size} x {input.Size} pixels, "
                + $"cut from the middle of the picture at short side {input.ResizeShortSide}"
                + (model.MirrorImages ? ", and its mirror image" : "")),
            ("labels", $"{model.Classes}: {string.Join(", ", model.Labels)}"),
            (model.Thresholds is null ? "softmax" : "sigmoids", string.Create(
                invariant, $"of the outputs at temperature {model.Temperature:0.###}")),
        };
        if (model.Thresholds is { } thresholds)
        {
            IEnumerable<string> each = model.Labels.Zip(thresholds, (label, from) => string.Create(invariant, $"{label} {from:0.000}"));
            lines.Add(("thresholds", $"any number of labels an image, from: {string.Join(", ", each)}"));
        }
        if (model.Provenance is { } provenance)
        {
            lines.Add(("made by", $"{provenance.Tool}, tune {provenance.Tune}, seed {provenance.Seed}"));
            if (provenance.Head is { } head)
            {
                lines.Add(("head", string.Create(invariant,
                    $"{Figure.Images(provenance.Data.Images)}{(head.Mirrored ? " and their mirror images" : "")}, "
                    + $"{(head.AdaptedNorms ? "batch norms adapted to them, " : "")}"
                    + $"L2 {head.L2:0.#######}{(head.BalancedClasses ? ", classes balanced" : "")}")));
            }
            if (provenance.Settings is { } settings)
            {
                string balance = settings.BalancesClasses ? $", classes balanced by {(settings.BalancedSampling ? "sampling" : "weights")}" : "";
                lines.Add(("training", string.Create(invariant,
                    $"{Figure.Images(provenance.Data.Images)}, {Figure.Count(settings.Epochs, "epoch", "epochs")}, "
                    + $"batch {settings.BatchSize}, {settings.Optimizer}, learning rate {settings.LearningRate:0.######}{balance}")));
                lines.Add(("kept", $"epoch {provenance.BestEpoch}"));
            }
        }
        if (model.Backbone is { } backbone)
            lines.Add(("backbone", $"{backbone.Id}{(backbone.License is { } license ? $", licence {license}" : "")}"));
        if (model.Averaged is { } averaged)
        {
            string shares = string.Join(" : ", averaged.Select(each => string.Create(invariant, $"{each.Share:0.####}")));
            lines.Add(("averaged", $"the mean of {averaged.Count} models, {shares}; what it tells of its making is of the first"));
        }
        if (model.Validation is { } validation)
            lines.Add(("validation", Metrics(validation)));
        if (model.HeldOut is { } heldOut)
            lines.Add(("held out", Metrics(heldOut)));
        foreach ((string name, string text) in lines)
            output.WriteLine($"{name,-10}  {Printable.Text(text)}");

        static string Metrics(ModelMetrics metrics)
        {
            CultureInfo invariant = CultureInfo.InvariantCulture;
            string precision = metrics.MeanAveragePrecision is { } mean ? string.Create(invariant, $"mAP {mean:0.000}, ") : "";
            return string.Create(invariant,
                $"accuracy {Figure.Percent(metrics.Accuracy)}, macro F1 {metrics.MacroF1:0.000}, {precision}"
                + $"log-loss {metrics.LogLoss:0.000} on {Figure.Images(metrics.Images)}");
        }
    }
}
