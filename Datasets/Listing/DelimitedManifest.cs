namespace MLResNet.Listing;

/// <summary>The rows of a manifest in CSV or TSV, whose first record names the columns.</summary>
internal static class DelimitedManifest
{
    public static IEnumerable<ManifestRow> Read(StreamReader reader, string manifest, ManifestColumns columns, char delimiter)
    {
        int line = 1;
        string? header = reader.ReadLine();
        for (; string.IsNullOrWhiteSpace(header); line++)
        {
            if (header is null)
                yield break;
            header = reader.ReadLine();
        }
        // Where the comma is the decimal sign, spreadsheets write semicolons into .csv files.
        if (delimiter == ',' && header.Contains(';') && !header.Contains(','))
            delimiter = ';';

        List<string> fields = [];
        ReadRecord(new DelimitedText(new StringReader(header), delimiter, line), fields, manifest);
        var text = new DelimitedText(reader, delimiter, line + 1);
        int width = fields.Count;
        int path = FindColumn(fields, columns.Path, manifest, "path", nameof(ImageFolderOptions.PathColumn));
        int label = FindColumn(fields, columns.Label, manifest, "label", nameof(ImageFolderOptions.LabelColumn));
        int split = ManifestColumns.Find(fields, columns.Split);
        while (ReadRecord(text, fields, manifest))
        {
            if (fields.Count != width)
                throw ManifestListing.BadRow(manifest, text.Line, $"it has {fields.Count} fields where the header has {width}");
            yield return new ManifestRow(text.Line, fields[path], fields[label], split < 0 ? null : fields[split]);
        }
    }

    private static bool ReadRecord(DelimitedText text, List<string> fields, string manifest)
    {
        try
        {
            return text.Read(fields);
        }
        catch (FormatException e)
        {
            throw ManifestListing.BadRow(manifest, text.Line, e.Message, e);
        }
    }

    private static int FindColumn(List<string> header, string[] names, string manifest, string what, string option)
    {
        int column = ManifestColumns.Find(header, names);
        return column >= 0 ? column : throw new DatasetException(
            $"The manifest '{manifest}' has no {what} column ({string.Join(", ", names)}) among '{string.Join("', '", header)}'; "
            + $"name it in {option}.");
    }
}
