using System.Globalization;
using MLResNet.Cli.Output.Documents;

namespace MLResNet.Cli.Output;

/// <summary>Prints the images that are most like another.</summary>
internal static class SimilarImageWriter
{
    public static void Write(IReadOnlyList<SimilarImage> images, OutputFormat format, TextWriter output)
    {
        switch (format)
        {
            case OutputFormat.Json:
                CliJson.Write(images.Select(image => new SimilarImageDocument(image.Path, image.Similarity)).ToArray(), output);
                break;
            case OutputFormat.Csv:
                CsvText.WriteRow(output, "path", "similarity");
                foreach (SimilarImage image in images)
                    CsvText.WriteRow(output, image.Path, image.Similarity);
                break;
            default:
                var table = new TextTable("photo", ">similarity");
                foreach (SimilarImage image in images)
                    table.Add(image.Path, image.Similarity.ToString("0.0000", CultureInfo.InvariantCulture));
                table.Write(output);
                break;
        }
    }
}
