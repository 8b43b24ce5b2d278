using System.Text.Json;

namespace MLResNet.Listing;

/// <summary>The rows of a manifest in JSON Lines: an object a line, whose label is a text, a number or a list of texts.</summary>
internal static class JsonLinesManifest
{
    public static IEnumerable<ManifestRow> Read(StreamReader reader, string manifest, ManifestColumns columns)
    {
        int line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text))
                yield return Parse(text, line, manifest, columns);
        }
    }

    private static ManifestRow Parse(string text, int line, string manifest, ManifestColumns columns)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw ManifestListing.BadRow(manifest, line, "it is not a JSON object");
            List<JsonProperty> properties = [.. document.RootElement.EnumerateObject()];
            string[] header = [.. properties.Select(property => property.Name)];
            string? Find(string[] names) =>
                ManifestColumns.Find(header, names) is var i and >= 0 ? TextOf(properties[i].Value) : null;

            string path = Find(columns.Path) ?? throw Missing("path", columns.Path);
            string label = Find(columns.Label) ?? throw Missing("label", columns.Label);
            return new ManifestRow(line, path, label, Find(columns.Split));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: half a surrogate pair, escaped
        {
            throw ManifestListing.BadRow(manifest, line, $"it is not JSON ({e.Message.TrimEnd('.')})", e);
        }

        DatasetException Missing(string what, string[] names) =>
            ManifestListing.BadRow(manifest, line, $"the {what} ({string.Join(", ", names)}) is missing");
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Array => string.Join('|', value.EnumerateArray().Select(TextOf)),
        _ => null,
    };
}
