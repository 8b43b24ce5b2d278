using MLResNet.Backbones.Downloading;
using MLResNet.Packaging;

namespace MLResNet.Backbones;

public sealed partial class BackboneStore
{
    /// <summary>How patient downloads are.</summary>
    internal DownloadOptions DownloadOptions { get; init; } = new();

    /// <summary>The mirror in the place of the publishers; null for none.</summary>
    internal string? MirrorAddress { get; init; } = Environment.GetEnvironmentVariable(Mirror.Variable);

    /// <summary>
    /// Gets a published backbone from its publisher, or from the mirror that MLRESNET_MIRROR names; one that is in the store
    /// already is only opened.
    /// </summary>
    /// <remarks>
    /// The file comes in under a temporary name and is checked and converted before the backbone is there; then it is removed,
    /// because the package holds the same weights. A download that broke off is gone on with, also by the next program. Of
    /// several programs that want the same backbone one downloads it.
    /// </remarks>
    /// <param name="id">An id of <see cref="BackboneCatalog"/>, whatever its case.</param>
    /// <param name="progress">Told how far it has come; on the thread that downloads.</param>
    /// <param name="cancellationToken">Ends the download; what has come in is kept for the next time.</param>
    /// <exception cref="MLResNetException">
    /// There is none of this id; the server cannot be reached or has another file; or the disk is full.
    /// </exception>
    /// <exception cref="ModelFormatException">The file does not hold the network.</exception>
    public async Task<PretrainedBackbone> DownloadAsync(
        string id, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!IsPublished(id, out BackboneEntry? entry) || IsStored(id) || FindPublished(entry) is not null)
            return Open(id);
        Uri address = Mirror.AddressOf(entry, MirrorAddress);
        using FileLock mine = await FileLock
            .AcquireAsync(LockOf(entry.Id), () => Report(DownloadStage.Waiting, 0, entry.Bytes), cancellationToken).ConfigureAwait(false);
        if (File.Exists(PathOf(entry.Id)))
            return PretrainedBackbone.Open(PathOf(entry.Id));

        var partial = new PartialFile(Path.Combine(Folder, $".{entry.FileName}.part"));
        var download = new FileDownload(
            DownloadClient.Shared, address, Expected(entry), partial, DownloadOptions, Report,
            $"fetch it in another way and put it into {Folder}");
        FileDigest digest = await download.RunAsync(cancellationToken).ConfigureAwait(false);
        PretrainedBackbone backbone = Convert(entry, partial.Path, digest);
        partial.Delete();
        return backbone;

        void Report(DownloadStage stage, long received, long? total) => progress?.Report(new(entry.Id, stage, received, total));
    }
}
