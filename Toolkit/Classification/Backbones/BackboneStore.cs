using MLResNet.Engine.Networks;

namespace MLResNet.Backbones;

/// <summary>
/// The backbones on this machine: a folder with a model package for each, <c>ID.mlresnet</c>, and the one in the box where the program
/// has it. Thread-safe; several processes may share the folder.
/// </summary>
public sealed partial class BackboneStore
{
    private const string PackageExtension = ".mlresnet";

    /// <summary>The store in a folder, which need not be there yet.</summary>
    /// <param name="folder">The folder; null for the user's cache folder, which MLRESNET_HOME moves.</param>
    public BackboneStore(string? folder = null) => Folder = Path.GetFullPath(folder ?? StoreFolder.Default());

    /// <summary>The full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Ids of the backbones that can be opened, in alphabetical order; the one in the box is <c>bundled</c>.</summary>
    public IReadOnlyList<string> Ids
    {
        get
        {
            IEnumerable<string> stored = Directory.Exists(Folder)
                ? Directory.EnumerateFiles(Folder, "*" + PackageExtension).Select(path => Path.GetFileNameWithoutExtension(path))
                : [];
            return [.. stored
                .Where(BackboneId.IsValid)
                .Concat(BundledBackbone.Exists ? [BundledBackbone.Id] : [])
                .Distinct()
                .Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Whether the backbone of this id can be opened.</summary>
    public bool Contains(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return (IsBundled(id) && BundledBackbone.Exists) || (BackboneId.IsValid(id) && File.Exists(PathOf(id)));
    }

    /// <summary>Opens a backbone.</summary>
    /// <param name="id">Its id, whatever its case.</param>
    /// <exception cref="MLResNetException">
    /// It is not in the store, and the message says from where to get it and where to put it; or there is none of this name.
    /// </exception>
    /// <exception cref="ModelFormatException">Its package is damaged.</exception>
    public PretrainedBackbone Open(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (IsBundled(id) && BundledBackbone.Open() is { } bundled)
            return bundled;
        return Contains(id) ? PretrainedBackbone.Open(PathOf(id)) : throw Missing(id);
    }

    /// <summary>
    /// Opens the best backbone at hand: that in the store whose published ImageNet accuracy is highest, otherwise the one in the box.
    /// </summary>
    /// <exception cref="MLResNetException">There is none, and the message says from where to get one and where to put it.</exception>
    public PretrainedBackbone OpenBest()
    {
        BackboneEntry? best = BackboneCatalog.Entries.Where(entry => Contains(entry.Id)).MaxBy(entry => entry.ImageNetAccuracy);
        return best is not null ? Open(best.Id) : BundledBackbone.Open() ?? throw NoneAtHand();
    }

    /// <summary>The file of a backbone.</summary>
    internal string PathOf(string id) => Path.Combine(Folder, id.ToLowerInvariant() + PackageExtension);

    private static bool IsBundled(string id) => id.Equals(BundledBackbone.Id, StringComparison.OrdinalIgnoreCase);

    private MLResNetException Missing(string id)
    {
        if (BackboneCatalog.TryGet(id, out BackboneEntry? entry))
            return new MLResNetException($"The backbone {entry.Id} is not on this machine: {HowToGet(entry)}.");
        if (IsBundled(id))
            return new MLResNetException("This program was built without the bundled backbone (package MLResNet.BundledBackbone).");
        IEnumerable<string> known = BackboneCatalog.Entries.Select(published => published.Id).Concat(Ids).Distinct();
        return new MLResNetException($"There is no backbone '{id}'; did you mean {string.Join(", ", SimilarIds.Of(id, known))}?");
    }

    private MLResNetException NoneAtHand()
    {
        BackboneCatalog.TryGet("resnet50v2", out BackboneEntry? suggested);
        return new MLResNetException($"There is no pretrained backbone on this machine: {HowToGet(suggested!)}.");
    }

    private string HowToGet(BackboneEntry entry) =>
        $"run 'mlresnet backbones download {entry.Id}', or fetch {entry.Address} and put it as {entry.FileName} into {Folder}";
}
