using MLResNet.Cli.Output.Documents;

namespace MLResNet.Cli.Output;

/// <summary>Prints which labels were explained, and where the heat maps are.</summary>
internal static class ExplanationWriter
{
    public static void Write(
        string path, IReadOnlyList<(Explanation Explanation, string File)> explanations, OutputFormat format, TextWriter output)
    {
        switch (format)
        {
            case OutputFormat.Json:
                CliJson.Write(explanations.Select(each => ExplanationDocument.From(path, each.Explanation, each.File)).ToArray(), output);
                break;
            case OutputFormat.Csv:
                CsvText.WriteRow(output, "path", "label", "score", "peak", "image");
                foreach ((Explanation explanation, string file) in explanations)
                    CsvText.WriteRow(output, path, explanation.Label, explanation.Score, explanation.Peak, file);
                break;
            default:
                var table = new TextTable("label", ">score", "heat map");
                foreach ((Explanation explanation, string file) in explanations)
                    table.Add(explanation.Label, Figure.Percent(explanation.Score), file);
                table.Write(output);
                break;
        }
    }
}
