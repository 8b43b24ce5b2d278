using System.Globalization;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Documents;
using MLResNet.Formats;

namespace MLResNet.Cli.Inspection;

/// <summary>Prints what a data set holds.</summary>
internal static class FolderInspectionWriter
{
    public static void Write(FolderInspection inspection, OutputFormat format, TextWriter output)
    {
        switch (format)
        {
            case OutputFormat.Json:
                CliJson.Write(Document(inspection), output);
                break;
            case OutputFormat.Csv:
                CsvText.WriteRow(output, "label", "images", "train", "validation", "test");
                foreach (FolderClassDocument row in Classes(inspection.Folder))
                    CsvText.WriteRow(output, row.Label, row.Images, row.Train, row.Validation, row.Test);
                break;
            default:
                WriteText(inspection, output);
                break;
        }
    }

    private static void WriteText(FolderInspection inspection, TextWriter output)
    {
        ImageFolder folder = inspection.Folder;
        output.WriteLine($"{Printable.Text(folder.Source)}: {Figure.Images(folder.Count)}, {Figure.Classes(folder)}");
        output.WriteLine($"formats: {string.Join(", ", inspection.Formats.Select(pair => $"{pair.Value} {Name(pair.Key)}"))}");
        if (inspection.Widths is not null)
            output.WriteLine($"size:    {inspection.Widths} wide, {inspection.Heights} high");
        if (inspection.LabelsPerImage is { } counts)
        {
            IEnumerable<string> parts = counts.Select(pair => $"{pair.Value} with {(pair.Key == 0 ? "none" : $"{pair.Key}")}");
            double mean = folder.Average(image => image.Labels.Count);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"labels:  {mean:0.00} an image; {string.Join(", ", parts)}"));
        }
        output.WriteLine();

        string heading = folder.IsMultiLabel ? "label" : "class";
        TextTable table = folder.Train is null
            ? new(heading, ">images")
            : new(heading, ">images", ">train", ">validation", ">test");
        foreach (FolderClassDocument row in Classes(folder))
        {
            if (folder.Train is null)
                table.Add(row.Label, $"{row.Images}");
            else
                table.Add(row.Label, $"{row.Images}", $"{row.Train}", $"{row.Validation}", $"{row.Test}");
        }
        table.Write(output);

        if (inspection.Findings.Count > 0)
        {
            output.WriteLine();
            output.WriteLine("findings:");
            foreach (DatasetFinding finding in inspection.Findings)
                output.WriteLine($"  {Printable.Text(finding.Message)}");
        }
    }

    private static FolderDocument Document(FolderInspection inspection) => new()
    {
        Path = inspection.Folder.Source,
        Images = inspection.Folder.Count,
        Classes = inspection.Folder.Classes.Count,
        PerClass = Classes(inspection.Folder),
        LabelsPerImage = inspection.LabelsPerImage is { } counts
            ? [.. counts.Select(pair => new LabelsPerImageDocument(pair.Key, pair.Value))]
            : null,
        Formats = [.. inspection.Formats.Select(pair => new FormatDocument(SnakeCase.Of(pair.Key), pair.Value))],
        Width = Size(inspection.Widths),
        Height = Size(inspection.Heights),
        Unreadable = UnreadableDocument.From(inspection.Unreadable),
        Findings = [.. inspection.Findings.Select(finding => new FindingDocument(SnakeCase.Of(finding.Kind), finding.Message))],
    };

    private static FolderClassDocument[] Classes(ImageFolder folder) =>
    [
        .. folder.Classes.Select((label, i) => new FolderClassDocument(
            label,
            folder.CountsPerClass[i],
            folder.Train?.CountsPerClass[i],
            folder.Validation?.CountsPerClass[i],
            folder.Test?.CountsPerClass[i])),
    ];

    private static SizeDocument? Size(SizeRange? range) =>
        range is null ? null : new SizeDocument(range.Min, range.Median, range.Max);

    private static string Name(ImageFormat format) => format switch
    {
        ImageFormat.Unknown => "unknown",
        ImageFormat.WebP => "WebP",
        _ => format.ToString().ToUpperInvariant(),
    };
}
