using System.Text.Json.Serialization;

namespace MLResNet.Packaging;

/// <summary>
/// manifest.json of a model package, up to format version 4. Members that inform but do not change predictions may be added
/// freely; one that changes them takes a new version, or an earlier reader would pass it over and answer differently.
/// </summary>
/// <remarks>
/// Version 2 added <see cref="Temperature"/>; a package of version 1 has none, which is 1. Version 3 added
/// <see cref="Thresholds"/>, version 4 <see cref="MirrorImages"/>; a manifest is of the oldest version that has what it says.
/// </remarks>
internal sealed class ManifestDocument
{
    /// <summary>What <see cref="Format"/> says in every version.</summary>
    public const string FormatName = "mlresnet";

    public required string Format { get; set; }

    public required int Version { get; set; }

    public required SpecDocument Spec { get; set; }

    public required PreprocessingDocument Preprocessing { get; set; }

    public required string[] Labels { get; set; }

    public double Temperature { get; set; } = 1;

    public float[]? Thresholds { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MirrorImages { get; set; }

    public ModelProvenance? Provenance { get; set; }

    public BackboneProvenance? Backbone { get; set; }

    public AveragedModel[]? Averaged { get; set; }

    public ModelMetrics? Validation { get; set; }

    public ModelMetrics? HeldOut { get; set; }

    public static ManifestDocument From(ModelManifest manifest) => new()
    {
        Format = FormatName,
        Version = manifest.LeastFormatVersion,
        Spec = SpecDocument.From(manifest.Spec),
        Preprocessing = PreprocessingDocument.From(manifest.Preprocessing),
        Labels = [.. manifest.Labels],
        Temperature = manifest.Temperature,
        Thresholds = manifest.Thresholds is { } thresholds ? [.. thresholds] : null,
        MirrorImages = manifest.MirrorImages,
        Provenance = manifest.Provenance,
        Backbone = manifest.Backbone,
        Averaged = manifest.Averaged is { } averaged ? [.. averaged] : null,
        Validation = manifest.Validation,
        HeldOut = manifest.HeldOut,
    };

    /// <summary>The manifest, its spec and preprocessing not validated.</summary>
    public ModelManifest ToManifest() => new()
    {
        FormatVersion = Version,
        Spec = Spec.ToSpec(),
        Preprocessing = Preprocessing.ToPreprocessing(),
        Labels = Labels,
        Temperature = Temperature,
        Thresholds = Thresholds,
        MirrorImages = MirrorImages,
        Provenance = Provenance,
        Backbone = Backbone,
        Averaged = Averaged,
        Validation = Validation,
        HeldOut = HeldOut,
    };
}
