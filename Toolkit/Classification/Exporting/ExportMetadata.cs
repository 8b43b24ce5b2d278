using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MLResNet.Packaging;

namespace MLResNet.Exporting;

/// <summary>What an exported file says of its model besides the numbers, as texts under keys.</summary>
internal static class ExportMetadata
{
    /// <summary>Under this key lies the manifest of the model package; with it our own importer recognizes the file.</summary>
    public const string ManifestKey = "mlresnet";

    /// <summary>Labels are written as they are, in any script.</summary>
    private static readonly ExportJson Readable =
        new(new JsonSerializerOptions(ExportJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The labels as a JSON array, for any program.</summary>
    public static (string Key, string Text) Classes(ModelManifest manifest) =>
        ("classes", JsonSerializer.Serialize(manifest.Labels, Readable.IReadOnlyListString));

    /// <summary>From which probability on a picture has a label, as a JSON array, for any program.</summary>
    public static (string Key, string Text) Thresholds(IReadOnlyList<float> thresholds) =>
        ("thresholds", JsonSerializer.Serialize(thresholds, Readable.IReadOnlyListSingle));

    /// <summary>What is left to do with a picture before an ONNX model takes it.</summary>
    public static (string Key, string Text) OnnxInput(ModelManifest manifest) =>
        ("preprocessing", JsonSerializer.Serialize(OnnxInputDocument.From(manifest.Preprocessing), Readable.OnnxInputDocument));

    /// <summary>The manifest, as the package has it, without what it tells of the training.</summary>
    public static (string Key, string Text) Manifest(ModelManifest manifest)
    {
        ModelManifest lasting = manifest with { Provenance = null, Validation = null, HeldOut = null };
        return (ManifestKey, Encoding.UTF8.GetString(ManifestFile.Write(lasting)));
    }
}
