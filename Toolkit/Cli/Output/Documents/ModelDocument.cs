using System.Text.Json.Serialization;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Cli.Output.Documents;

/// <summary><c>inspect MODEL --format json</c>.</summary>
internal sealed record ModelDocument
{
    public string Kind { get; } = "model";

    public required string Path { get; init; }

    public required long Bytes { get; init; }

    public required int FormatVersion { get; init; }

    public required string Arch { get; init; }

    public required int Size { get; init; }

    public required long Parameters { get; init; }

    /// <summary>Of the convolutions and the classifier, for one image of the model's size.</summary>
    public required long MultiplyAdds { get; init; }

    public required int Classes { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required ImagePreprocessing Preprocessing { get; init; }

    public required double Temperature { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required IReadOnlyList<float>? Thresholds { get; init; }

    public required bool MirrorImages { get; init; }

    public required ModelProvenance? Provenance { get; init; }

    public required BackboneProvenance? Backbone { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required IReadOnlyList<AveragedModel>? Averaged { get; init; }

    public required ModelMetrics? Validation { get; init; }

    public required ModelMetrics? HeldOut { get; init; }

    public static ModelDocument From(ImageClassifier model, string path, long bytes) => new()
    {
        Path = path,
        Bytes = bytes,
        FormatVersion = model.Manifest.FormatVersion,
        Arch = model.Spec.Id,
        Size = model.Preprocessing.Size,
        Parameters = model.Spec.ParameterCount(),
        MultiplyAdds = model.Spec.MultiplyAdds(model.Preprocessing.Size),
        Classes = model.Labels.Count,
        Labels = model.Labels,
        Preprocessing = model.Preprocessing,
        Temperature = model.Manifest.Temperature,
        Thresholds = model.Manifest.Thresholds,
        MirrorImages = model.Manifest.MirrorImages,
        Provenance = model.Manifest.Provenance is { } known ? known with { Tune = SnakeCase.Of(known.Tune) } : null,
        Backbone = model.Manifest.Backbone,
        Averaged = model.Manifest.Averaged,
        Validation = model.Manifest.Validation,
        HeldOut = model.Manifest.HeldOut,
    };
}
