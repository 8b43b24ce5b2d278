using MLResNet.Backbones.Downloading;
using MLResNet.Packaging;

namespace MLResNet.Backbones;

public sealed partial class BackboneStore
{
    /// <summary>
    /// Puts a network of the user's own into the store: a model that was trained here. The file stays. A published id is
    /// <see cref="ImportPublished"/>'s.
    /// </summary>
    /// <param name="path">The file, a model package.</param>
    /// <param name="id">What to call it; letters from a to z, digits, '.', '-' and '_'.</param>
    /// <param name="options">What the file does not say; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work; the store is then as it was.</param>
    /// <exception cref="MLResNetException">The id cannot be used, the file cannot be read, or the store cannot be written to.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, or holds no network of the family.</exception>
    public PretrainedBackbone Import(
        string path, string id, BackboneImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(id);
        options ??= new BackboneImportOptions();
        options.Preprocessing?.Validate();
        if (IsPublished(id, out _))
            throw new MLResNetException($"{id} is the id of a published backbone; give a network of your own another one.");
        if (IsBundled(id) || !BackboneId.IsValid(id))
            throw new MLResNetException($"'{id}' cannot be the id of a backbone; it takes {BackboneId.Rule}.");

        id = id.ToLowerInvariant();
        using StoreLock mine = StoreLock.AcquireAsync(LockOf(id), waiting: null, cancellationToken).GetAwaiter().GetResult();
        if (IsStored(id) && !options.Replace)
            throw new MLResNetException($"There is a backbone '{id}' in {Folder} already; replace it, or give this one another id.");
        ModelPackage package = ModelFile.Read(path);
        cancellationToken.ThrowIfCancellationRequested();
        BackboneProvenance? origin = package.Manifest.Backbone;
        return Write(package with
        {
            Manifest = package.Manifest with
            {
                Preprocessing = options.Preprocessing ?? package.Manifest.Preprocessing,
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
}
