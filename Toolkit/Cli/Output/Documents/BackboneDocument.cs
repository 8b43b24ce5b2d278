using MLResNet.Backbones;
using MLResNet.Cli.Backbones;
using MLResNet.Imaging;

namespace MLResNet.Cli.Output.Documents;

/// <summary>A backbone: <c>backbones show --format json</c>, and an element of <c>backbones list --format json</c>.</summary>
internal sealed record BackboneDocument
{
    public required string Id { get; init; }

    public required BackboneState State { get; init; }

    /// <summary>The package in the store, or the published file that was found.</summary>
    public required string? Path { get; init; }

    public required string? Publisher { get; init; }

    public required string? License { get; init; }

    /// <summary>Published top-1 accuracy on ImageNet's validation images, 0 to 1.</summary>
    public required double? ImagenetAccuracy { get; init; }

    /// <summary>Side of the network's input, in pixels.</summary>
    public required int Size { get; init; }

    public required int Features { get; init; }

    public required long Parameters { get; init; }

    public required long MultiplyAdds { get; init; }

    public required ImagePreprocessing Preprocessing { get; init; }

    public required string? Source { get; init; }

    public string? File { get; init; }

    public string? Format { get; init; }

    public long? Bytes { get; init; }

    public string? Sha256 { get; init; }

    public string? Md5 { get; init; }

    public string? Note { get; init; }

    /// <summary>SHA-256 over the weights; null while it is not here.</summary>
    public string? WeightsHash { get; init; }

    /// <summary>A published backbone.</summary>
    public static BackboneDocument From(BackboneEntry entry, BackboneStore store)
    {
        string? package = store.PackageOf(entry.Id), file = store.PublishedFileOf(entry.Id);
        return new BackboneDocument
        {
            Id = entry.Id,
            State = package is not null ? BackboneState.Stored : file is not null ? BackboneState.Found : BackboneState.Missing,
            Path = package ?? file,
            Publisher = entry.Publisher,
            License = entry.License,
            ImagenetAccuracy = entry.ImageNetAccuracy,
            Size = entry.Preprocessing.Size,
            Features = entry.Spec.FeatureCount(),
            Parameters = entry.Spec.ParameterCount(),
            MultiplyAdds = entry.Spec.MultiplyAdds(entry.Preprocessing.Size),
            Preprocessing = entry.Preprocessing,
            Source = entry.Address.AbsoluteUri,
            File = entry.FileName,
            Format = entry.Format,
            Bytes = entry.Bytes,
            Sha256 = entry.Sha256,
            Md5 = entry.Md5,
            Note = entry.Note,
        };
    }

    /// <summary>A backbone that is here and was not published.</summary>
    public static BackboneDocument From(PretrainedBackbone backbone, string id, string? path) => new()
    {
        Id = id.ToLowerInvariant(),
        State = path is null ? BackboneState.Bundled : BackboneState.Stored,
        Path = path,
        Publisher = backbone.Provenance.Publisher,
        License = backbone.Provenance.License,
        ImagenetAccuracy = backbone.Provenance.ImageNetAccuracy,
        Size = backbone.Preprocessing.Size,
        Features = backbone.Spec.FeatureCount(),
        Parameters = backbone.Spec.ParameterCount(),
        MultiplyAdds = backbone.Spec.MultiplyAdds(backbone.Preprocessing.Size),
        Preprocessing = backbone.Preprocessing,
        Source = backbone.Provenance.Source,
        WeightsHash = backbone.Provenance.WeightsHash,
    };
}
