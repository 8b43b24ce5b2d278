using MLResNet.Cli.Output.Documents;

namespace MLResNet.Cli.Output;

/// <summary>Prints what a model takes photos for; files that could not be read are told elsewhere.</summary>
internal static class PredictionWriter
{
    public static void Write(IEnumerable<FilePrediction> files, int top, OutputFormat format, TextWriter output)
    {
        PredictionDocument[] rows = [.. files.Where(file => file.Succeeded).Select(file => PredictionDocument.From(file, top))];
        switch (format)
        {
            case OutputFormat.Json:
                CliJson.Write(rows, output);
                break;
            case OutputFormat.Csv:
                CsvText.WriteRow(output, "path", "label", "score");
                foreach (PredictionDocument row in rows)
                    CsvText.WriteRow(output, row.Path, row.Label, row.Score);
                break;
            default:
                var table = new TextTable("photo", "label", ">score", top > 1 ? "or" : "");
                foreach (PredictionDocument row in rows)
                    table.Add(row.Path, row.Label, Figure.Percent(row.Score), Others(row));
                table.Write(output);
                break;
        }
    }

    private static string Others(PredictionDocument row) =>
        string.Join(", ", row.Top.Skip(1).Select(other => $"{other.Label} {Figure.Percent(other.Score)}"));
}
