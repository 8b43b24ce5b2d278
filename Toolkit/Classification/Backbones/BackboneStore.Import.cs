using MLResNet.Backbones.Downloading;
using MLResNet.Backbones.Importing;
using MLResNet.Engine.Networks;
using MLResNet.Formats;
using MLResNet.Packaging;

namespace MLResNet.Backbones;

public sealed partial class BackboneStore
{
    /// <summary>
    /// Puts a published file into the store under its id: checks that it is the right one, and converts it. The file stays.
    /// </summary>
    /// <param name="path">The file, as its publisher has it.</param>
    /// <param name="id">An id of <see cref="BackboneCatalog"/>, whatever its case.</param>
    /// <param name="cancellationToken">Ends the work; the store is then as it was.</param>
    /// <exception cref="MLResNetException">
    /// It is not the published file, cannot be read, or the store cannot be written to.
    /// </exception>
    /// <exception cref="ModelFormatException">It does not hold the network.</exception>
    public PretrainedBackbone ImportPublished(string path, string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(id);
        if (!IsPublished(id, out BackboneEntry? entry))
            throw Missing(id);
        using FileLock mine = FileLock.AcquireAsync(LockOf(entry.Id), waiting: null, cancellationToken).GetAwaiter().GetResult();
        return Convert(entry, path, Check(entry, path, cancellationToken));
    }

    /// <summary>The published file of a backbone, where the user or ML.NET has put it; null if it is nowhere.</summary>
    private string? FindPublished(BackboneEntry entry)
    {
        string here = Path.Combine(Folder, entry.FileName);
        return File.Exists(here) ? here
            : entry.Naming == BackboneNaming.Slim ? MachineLearningNetFolder.Find(entry.FileName)
            : null;
    }

    private ExpectedFile Expected(BackboneEntry entry) => PinnedChecksum.Read(entry, Folder) is { } pinned
        ? new(entry.FileName, entry.Bytes, pinned, null, PinnedChecksum.PathOf(entry, Folder))
        : new(entry.FileName, entry.Bytes, entry.Sha256, entry.Md5);

    private FileDigest Check(BackboneEntry entry, string path, CancellationToken cancellation)
    {
        try
        {
            if (ContentKind.NotWeights(path) is { } kind)
                throw new ModelFormatException($"{path} is {kind}.");
            FileDigest digest = FileDigest.Of(path, cancellation);
            if (digest.DifferenceFrom(Expected(entry)) is { } difference)
            {
                throw new MLResNetException(
                    $"{path} is not the published file of {entry.Id}: {difference}; fetch {entry.Address} again, "
                    + "or import it as a network of your own, under another id.");
            }
            return digest;
        }
        catch (Exception e) when (ReadFailure.Is(e))
        {
            throw ReadFailure.Of(path, e);
        }
    }

    /// <summary>Writes the package of a published file that has been checked.</summary>
    private PretrainedBackbone Convert(BackboneEntry entry, string path, FileDigest digest)
    {
        NetworkParameters parameters;
        using (WeightFile file = WeightFile.Open(path))
            parameters = WeightImporter.Import(file, entry.Spec, OriginNames.Of(entry));
        var manifest = new ModelManifest
        {
            Spec = entry.Spec,
            Preprocessing = entry.Preprocessing,
            Labels = ImageNetLabels.Of(entry.Spec.Classes),
            Backbone = new BackboneProvenance(entry.Id, WeightsHash.Of(parameters))
            {
                Publisher = entry.Publisher,
                Source = entry.Address.AbsoluteUri,
                SourceHash = digest.Sha256,
                License = entry.License,
                ImageNetAccuracy = entry.ImageNetAccuracy,
            },
        };
        return Write(new ModelPackage(manifest, parameters), () => PinnedChecksum.Write(entry, Folder, digest.Sha256));
    }

    private PretrainedBackbone Write(ModelPackage package, Action? before = null)
    {
        string path = PathOf(package.Manifest.Backbone!.Id);
        before?.Invoke();
        AtomicFile.Write(path, package.Write);
        return PretrainedBackbone.From(package);
    }

    private string LockOf(string id) => Path.Combine(Folder, $".{id.ToLowerInvariant()}.lock");
}
