using System.Text.Encodings.Web;
using System.Text.Json;

namespace MLResNet.Packaging;

/// <summary>Writes and reads manifest.json.</summary>
internal static class ManifestFile
{
    /// <summary>Labels are written as they are, in any script: the file is not meant to stand inside a web page.</summary>
    private static readonly ManifestJson Readable =
        new(new JsonSerializerOptions(ManifestJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The bytes of a manifest, always the same for the same manifest.</summary>
    public static byte[] Write(ModelManifest manifest) =>
        JsonSerializer.SerializeToUtf8Bytes(ManifestDocument.From(manifest), Readable.ManifestDocument);

    /// <summary>Reads a manifest of any version up to the current one.</summary>
    /// <param name="json">The bytes of manifest.json.</param>
    /// <param name="source">What errors call the package.</param>
    /// <exception cref="ModelFormatException">The manifest is damaged, of a newer version, or contradicts itself.</exception>
    public static ModelManifest Read(ReadOnlySpan<byte> json, string source)
    {
        try
        {
            CheckVersion(json, source);
            ModelManifest manifest = JsonSerializer.Deserialize(json, ManifestJson.Default.ManifestDocument)!.ToManifest();
            manifest.Spec.Validate();
            manifest.Preprocessing.Validate();
            CheckLabels(manifest, source);
            CheckTemperature(manifest, source);
            CheckVersionHolds(manifest, source);
            CheckThresholds(manifest, source);
            return manifest;
        }
        catch (Exception e) when (e is not ModelFormatException
            && e is JsonException or InvalidOperationException or ArgumentException or MLResNetException)
        {
            throw new ModelFormatException($"{source}: manifest.json cannot be used: {e.Message}", e);
        }
    }

    private static void CheckVersion(ReadOnlySpan<byte> json, string source)
    {
        var reader = new Utf8JsonReader(json);
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("format", out JsonElement format)
            || format.ValueKind != JsonValueKind.String || format.GetString() != ManifestDocument.FormatName
            || !root.TryGetProperty("version", out JsonElement version)
            || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number) || number < 1)
        {
            throw new ModelFormatException($"{source} is not a model package: its manifest.json does not say so.");
        }
        if (number > ModelManifest.CurrentFormatVersion)
        {
            throw new ModelFormatException(
                $"{source} has format version {number}, and this version of MLResNet reads versions up to "
                + $"{ModelManifest.CurrentFormatVersion}; update MLResNet to use it.");
        }
    }

    private static void CheckLabels(ModelManifest manifest, string source)
    {
        IReadOnlyList<string> labels = manifest.Labels;
        if (labels.Count != manifest.Spec.Classes)
        {
            throw new ModelFormatException(
                $"{source}: manifest.json names {labels.Count} labels for {manifest.Spec.Classes} outputs.");
        }
        if (labels.Any(string.IsNullOrEmpty) || labels.Distinct(StringComparer.Ordinal).Count() != labels.Count)
            throw new ModelFormatException($"{source}: manifest.json has an empty label or one that stands twice.");
    }

    private static void CheckTemperature(ModelManifest manifest, string source)
    {
        if (!(manifest.Temperature > 0 && double.IsFinite(manifest.Temperature)))
            throw new ModelFormatException($"{source}: manifest.json has the temperature {manifest.Temperature}; it has to be above 0.");
    }

    /// <summary>Refuses what a reader of the version that the manifest states would have passed over.</summary>
    private static void CheckVersionHolds(ModelManifest manifest, string source)
    {
        // A manifest of version 1 differs from one of version 2 in nothing but what it leaves out.
        if (manifest.LeastFormatVersion > 2 && manifest.FormatVersion < manifest.LeastFormatVersion)
        {
            string member = manifest.MirrorImages ? "mirror images" : "thresholds";
            throw new ModelFormatException(
                $"{source}: manifest.json has {member}, which format version {manifest.FormatVersion} has not.");
        }
    }

    private static void CheckThresholds(ModelManifest manifest, string source)
    {
        if (manifest.Thresholds is not { } thresholds)
            return;
        if (thresholds.Count != manifest.Labels.Count)
        {
            throw new ModelFormatException(
                $"{source}: manifest.json has {thresholds.Count} thresholds for {manifest.Labels.Count} labels.");
        }
        if (thresholds.Any(threshold => threshold is not (>= 0 and <= 1)))
            throw new ModelFormatException($"{source}: manifest.json has a threshold that is not 0 to 1.");
    }
}
