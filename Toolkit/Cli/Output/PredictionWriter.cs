using MLResNet.Cli.Output.Documents;

namespace MLResNet.Cli.Output;

/// <summary>Prints what a model takes photos for; files that could not be read are told elsewhere.</summary>
internal static class PredictionWriter
{
    public static void Write(
        IEnumerable<FilePrediction> files, ImageClassifier model, int top, OutputFormat format, TextWriter output)
    {
        FilePrediction[] readable = [.. files.Where(file => file.Succeeded)];
        switch (format)
        {
            case OutputFormat.Json:
                CliJson.Write(readable.Select(file => PredictionDocument.From(file, top, model.IsMultiLabel)).ToArray(), output);
                break;
            case OutputFormat.Csv when model.IsMultiLabel:
                CsvText.WriteRow(output, ["path", "labels", .. model.Labels]);
                foreach (FilePrediction file in readable)
                {
                    Prediction prediction = file.Prediction!;
                    IEnumerable<object?> scores = model.Labels.Select(label => (object?)prediction.Scores[label]);
                    CsvText.WriteRow(output, [file.Path, string.Join('|', prediction.Labels), .. scores]);
                }
                break;
            case OutputFormat.Csv:
                CsvText.WriteRow(output, "path", "label", "score");
                foreach (FilePrediction file in readable)
                    CsvText.WriteRow(output, file.Path, file.Prediction!.Label, file.Prediction.Score);
                break;
            default:
                WriteTable(readable, model, top, output);
                break;
        }
    }

    private static void WriteTable(FilePrediction[] files, ImageClassifier model, int top, TextWriter output)
    {
        TextTable table = model.IsMultiLabel
            ? new("photo", "labels", top > 1 ? "or" : "")
            : new("photo", "label", ">score", top > 1 ? "or" : "");
        foreach (FilePrediction file in files)
        {
            Prediction prediction = file.Prediction!;
            IReadOnlyList<ScoredLabel> likeliest = prediction.Top(model.IsMultiLabel ? model.Labels.Count : top);
            if (model.IsMultiLabel)
            {
                int given = prediction.Labels.Count;
                IEnumerable<ScoredLabel> others = likeliest.Where(scored => !prediction.Labels.Contains(scored.Label));
                string labels = List(likeliest.Where(scored => prediction.Labels.Contains(scored.Label)));
                table.Add(file.Path, given == 0 ? "none" : labels, List(others.Take(Math.Max(top - given, 0))));
            }
            else
                table.Add(file.Path, prediction.Label, Figure.Percent(prediction.Score), List(likeliest.Skip(1)));
        }
        table.Write(output);
    }

    private static string List(IEnumerable<ScoredLabel> labels) =>
        string.Join(", ", labels.Select(each => $"{each.Label} {Figure.Percent(each.Score)}"));
}
