using System.Diagnostics.CodeAnalysis;
using MLResNet.Engine.Networks;
using MLResNet.Packaging;

namespace MLResNet.Backbones;

/// <summary>
/// The backbones on this machine: a folder with a model package for each, <c>ID.mlresnet</c>, and the one in the box where the
/// program has it. Thread-safe; several processes may share the folder.
/// </summary>
public sealed partial class BackboneStore
{
    private const string PackageExtension = ".mlresnet";

    /// <summary>What is suggested to who has none: good, and of a moderate size.</summary>
    private const string Suggested = "resnet50v2";

    /// <summary>The store in a folder, which need not be there yet.</summary>
    /// <param name="folder">The folder; null for the user's cache folder, which MLRESNET_HOME moves.</param>
    public BackboneStore(string? folder = null) => Folder = Path.GetFullPath(folder ?? HomeFolder.Backbones);

    /// <summary>The full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>What can be downloaded.</summary>
    internal IReadOnlyList<BackboneEntry> Published { get; init; } = BackboneCatalog.Entries;

    /// <summary>
    /// Ids of the backbones that can be opened, in alphabetical order: those in the folder, and <c>bundled</c>, the one in the
    /// box.
    /// </summary>
    public IReadOnlyList<string> Ids =>
    [
        .. StoredIds()
            .Concat(Published.Where(IsPut).Select(entry => entry.Id))
            .Concat(BundledBackbone.Exists ? [BundledBackbone.Id] : [])
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether the backbone of this id can be opened.</summary>
    public bool Contains(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return (IsBundled(id) && BundledBackbone.Exists) || IsStored(id) || (IsPublished(id, out BackboneEntry? entry) && IsPut(entry));
    }

    /// <summary>The full path of a backbone's package in the folder; null if it has none.</summary>
    public string? PackageOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return IsStored(id) ? PathOf(id) : null;
    }

    /// <summary>
    /// The full path of the published file from which <see cref="Open"/> would make a backbone's package, because it was put into
    /// the folder, or because ML.NET keeps it; null if there is none.
    /// </summary>
    public string? PublishedFileOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return IsPublished(id, out BackboneEntry? entry) ? FindPublished(entry) : null;
    }

    /// <summary>
    /// Opens a backbone. One whose published file lies in the folder, or, if it is ML.NET's, where ML.NET keeps it, is converted
    /// first, once; the file stays.
    /// </summary>
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
        if (IsStored(id))
            return PretrainedBackbone.Open(PathOf(id));
        return IsPublished(id, out BackboneEntry? entry) && FindPublished(entry) is { } file
            ? ImportPublished(file, entry.Id)
            : throw Missing(id);
    }

    /// <summary>
    /// Opens the best backbone at hand: that in the store whose published ImageNet accuracy is highest, otherwise the one in the
    /// box.
    /// </summary>
    /// <exception cref="MLResNetException">
    /// There is none, and the message says from where to get one and where to put it.
    /// </exception>
    public PretrainedBackbone OpenBest() => FindBest() ?? throw NoneAtHand();

    /// <summary>The same; null if there is none.</summary>
    internal PretrainedBackbone? FindBest()
    {
        BackboneEntry? best = Published.Where(entry => Contains(entry.Id)).MaxBy(entry => entry.ImageNetAccuracy);
        return best is not null ? Open(best.Id) : BundledBackbone.Open();
    }

    /// <summary>The file of a backbone.</summary>
    internal string PathOf(string id) => Path.Combine(Folder, id.ToLowerInvariant() + PackageExtension);

    private IEnumerable<string> StoredIds() => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "*" + PackageExtension)
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(BackboneId.IsValid)
            .Order(StringComparer.Ordinal)
        : [];

    private bool IsPublished(string id, [NotNullWhen(true)] out BackboneEntry? entry)
    {
        entry = Published.FirstOrDefault(published => published.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
        return entry is not null;
    }

    private bool IsStored(string id) => BackboneId.IsValid(id) && File.Exists(PathOf(id));

    /// <summary>Whether the user has put its published file into the folder.</summary>
    private bool IsPut(BackboneEntry entry) => File.Exists(Path.Combine(Folder, entry.FileName));

    private static bool IsBundled(string id) => id.Equals(BundledBackbone.Id, StringComparison.OrdinalIgnoreCase);

    private MLResNetException Missing(string id)
    {
        if (IsPublished(id, out BackboneEntry? entry))
            return new MLResNetException($"The backbone {entry.Id} is not on this machine: {HowToGet(entry)}.");
        if (IsBundled(id))
            return new MLResNetException("This program was built without the bundled backbone (package MLResNet.BundledBackbone).");
        IEnumerable<string> known = Published.Select(published => published.Id).Concat(Ids).Distinct();
        return new MLResNetException($"There is no backbone '{id}'; did you mean {string.Join(", ", SimilarIds.Of(id, known))}?");
    }

    private MLResNetException NoneAtHand()
    {
        BackboneEntry suggested = BackboneCatalog.Entries.First(entry => entry.Id == Suggested);
        return new MLResNetException($"There is no pretrained backbone on this machine: {HowToGet(suggested)}.");
    }

    private string HowToGet(BackboneEntry entry) =>
        $"run 'mlresnet backbones download {entry.Id}', or fetch {entry.Address} and put it into {Folder}"
        + (entry.Address.AbsolutePath.EndsWith("/" + entry.FileName, StringComparison.Ordinal) ? "" : $" as {entry.FileName}");
}
