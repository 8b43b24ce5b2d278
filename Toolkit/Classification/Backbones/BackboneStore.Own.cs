using MLResNet.Backbones.Downloading;
using MLResNet.Backbones.Importing;
using MLResNet.Formats;
using MLResNet.Packaging;

namespace MLResNet.Backbones;

public sealed partial class BackboneStore
{
    /// <summary>
    /// Puts a network of the user's own into the store: a model that was trained here, or a file of weights whose names tell the
    /// origin and whose shapes the network. The file stays. A published id is <see cref="ImportPublished"/>'s.
    /// </summary>
    /// <param name="path">The file: a model package, or weights in any format that MLResNet reads.</param>
    /// <param name="id">What to call it; letters from a to z, digits, '.', '-' and '_'.</param>
    /// <param name="options">What the file does not say; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work; the store is then as it was.</param>
    /// <exception cref="MLResNetException">
    /// The id cannot be used, the file cannot be read, or the store cannot be written to.
    /// </exception>
    /// <exception cref="ModelFormatException">The file is damaged, or holds no network of the family.</exception>
    public PretrainedBackbone Import(
        string path, string id, BackboneImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(id);
        options ??= new BackboneImportOptions();
        if (IsPublished(id, out _))
            throw new MLResNetException($"{id} is the id of a published backbone; give a network of your own another one.");
        if (IsBundled(id))
            throw new MLResNetException($"{id} is the id of the backbone in the box; give a network of your own another one.");
        if (!BackboneId.IsValid(id))
            throw new MLResNetException($"'{id}' cannot be the id of a backbone; it takes {BackboneId.Rule}.");

        id = id.ToLowerInvariant();
        using FileLock mine = FileLock.AcquireAsync(LockOf(id), waiting: null, cancellationToken).GetAwaiter().GetResult();
        if (IsStored(id) && !options.Replace)
            throw new MLResNetException($"There is a backbone '{id}' in {Folder} already; replace it (--replace), or give this one another id.");
        ModelPackage package = ModelFile.IsPackage(path) ? ModelFile.Read(path) : ReadWeights(path, id);
        cancellationToken.ThrowIfCancellationRequested();
        BackboneProvenance? origin = package.Manifest.Backbone;
        return Write(package with
        {
            Manifest = package.Manifest with
            {
                Preprocessing = options.ApplyTo(package.Manifest.Preprocessing),
                Backbone = new BackboneProvenance(id, WeightsHash.Of(package.Parameters))
                {
                    Publisher = origin?.Publisher,
                    Source = Path.GetFileName(path),
                    SourceHash = FileDigest.Of(path, cancellationToken).Sha256,
                    License = options.License ?? origin?.License,
                },
            },
        });
    }

    private static ModelPackage ReadWeights(string path, string id)
    {
        if (ContentKind.NotWeights(path) is { } kind)
            throw new ModelFormatException($"{path} is {kind}.");
        using WeightFile file = WeightFile.Open(path);
        InferredNetwork network = SpecInference.Infer(file, id);
        if (network.Spec.InputChannels != 3)
            throw new ModelFormatException($"{path} holds a network of {network.Spec.InputChannels} channels; pictures have 3.");
        var manifest = new ModelManifest
        {
            Spec = network.Spec,
            Preprocessing = network.Preprocessing,
            Labels = ImageNetLabels.Of(network.Spec.Classes),
        };
        return new ModelPackage(manifest, WeightImporter.Import(file, network.Spec, network.Names));
    }
}
