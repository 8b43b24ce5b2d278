using System.Text;

namespace MLResNet.Listing;

/// <summary>Reads a manifest: CSV, TSV or JSON Lines with a path and a label a row.</summary>
internal static class ManifestListing
{
    /// <summary>What stands between the labels of an image that has several.</summary>
    public const char LabelSeparator = '|';

    /// <exception cref="DatasetException">The file is no manifest, or a row of it is bad; the message names the line.</exception>
    public static ImageListing Read(string manifest, ImageFolderOptions options)
    {
        var listing = new ImageListing(manifest);
        var columns = new ManifestColumns(options);
        var labelLists = new Dictionary<string, string[]>(StringComparer.Ordinal);
        string folder = Path.GetDirectoryName(manifest) ?? "";
        int? withoutLabel = null;
        try
        {
            using var reader = new StreamReader(manifest, new UTF8Encoding(false, throwOnInvalidBytes: true));
            IEnumerable<ManifestRow> rows = Path.GetExtension(manifest).ToLowerInvariant() switch
            {
                ".csv" => DelimitedManifest.Read(reader, manifest, columns, ','),
                ".tsv" => DelimitedManifest.Read(reader, manifest, columns, '\t'),
                ".jsonl" or ".ndjson" => JsonLinesManifest.Read(reader, manifest, columns),
                _ => throw new DatasetException($"'{manifest}' is a file, neither a folder nor a manifest (.csv, .tsv, .jsonl)."),
            };
            foreach (ManifestRow row in rows)
            {
                string path = Locate(folder, row, manifest);
                string[] labels = LabelsOf(row, labelLists);
                if (labels.Length == 0)
                    withoutLabel ??= row.Line;
                listing.Images.Add(new ListedImage(path, labels, PartOf(row, manifest)));
            }
        }
        catch (DecoderFallbackException e)
        {
            throw new DatasetException($"The manifest '{manifest}' is not UTF-8; save it as UTF-8.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"The manifest '{manifest}' cannot be read: {e.Message}", e);
        }
        if (listing.Images.Count == 0)
            throw new DatasetException($"The manifest '{manifest}' lists no images; give it a row per image.");
        if (withoutLabel is { } line && !options.MultiLabel && !listing.IsMultiLabel)
            throw BadRow(manifest, line, "the label is empty");
        AddPathsListedTwice(listing);
        return listing;
    }

    /// <summary>The error of a bad row.</summary>
    public static DatasetException BadRow(string manifest, int line, string what, Exception? cause = null) =>
        new($"The manifest '{manifest}' is bad in line {line}: {what}.", cause);

    private static string Locate(string folder, ManifestRow row, string manifest)
    {
        string written = row.Path.Trim();
        if (written.Length == 0)
            throw BadRow(manifest, row.Line, "the path is empty");
        if (written.Contains('\0'))
            throw BadRow(manifest, row.Line, "the path holds a null character");
        string path = Path.Combine(folder, written);
        // A manifest written on Windows, read elsewhere; a backslash may also be part of a name.
        if (Path.DirectorySeparatorChar != '\\' && written.Contains('\\') && !File.Exists(path))
            path = Path.Combine(folder, written.Replace('\\', '/'));
        return path;
    }

    private static string[] LabelsOf(ManifestRow row, Dictionary<string, string[]> known)
    {
        if (known.TryGetValue(row.Labels, out string[]? labels))
            return labels;
        labels = row.Labels.Split(LabelSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return known[row.Labels] = [.. labels.Distinct(StringComparer.Ordinal)];
    }

    private static DatasetPart PartOf(ManifestRow row, string manifest)
    {
        if (row.Split is null)
            return DatasetPart.None;
        DatasetPart part = DatasetPartName.Parse(row.Split.Trim());
        return part != DatasetPart.None
            ? part
            : throw BadRow(manifest, row.Line, $"the split '{row.Split}' is none of train, validation and test");
    }

    private static void AddPathsListedTwice(ImageListing listing)
    {
        var first = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (ListedImage image in listing.Images)
        {
            if (first.TryAdd(image.Path, image.Labels))
                continue;
            IReadOnlyList<string> labels = first[image.Path];
            bool sameLabels = labels.Count == image.Labels.Count && !labels.Except(image.Labels, StringComparer.Ordinal).Any();
            string stands = listing.IsMultiLabel ? "is listed twice with different labels" : "stands in two classes";
            listing.Findings.Add(sameLabels
                ? new DatasetFinding(DatasetFindingKind.ImageListedTwice,
                    $"The manifest '{listing.Source}' lists '{image.Path}' twice, so it may be trained and tested on.")
                : new DatasetFinding(DatasetFindingKind.ImageInTwoClasses,
                    $"The image '{image.Path}' {stands}: "
                    + $"'{string.Join(LabelSeparator, labels)}' and '{string.Join(LabelSeparator, image.Labels)}'."));
        }
    }
}
