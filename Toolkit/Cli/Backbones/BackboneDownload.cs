using MLResNet.Backbones;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Progress;

namespace MLResNet.Cli.Backbones;

/// <summary>Downloads a backbone and shows how far it is.</summary>
internal static class BackboneDownload
{
    /// <summary>Downloads it, unless it is here.</summary>
    /// <exception cref="MLResNetException">It cannot be had.</exception>
    /// <exception cref="InterruptedException">The user has stopped it.</exception>
    public static void Run(BackboneStore store, string id, CommandContext context)
    {
        if (store.Contains(id))
        {
            context.Note($"{id} is on this machine already.");
            return;
        }
        if (BackboneCatalog.TryGet(id, out BackboneEntry? entry))
        {
            string length = entry.Bytes is { } bytes ? $" ({Figure.Megabytes(bytes)})" : "";
            context.Note($"{entry.Id}: {entry.FileName}{length} by {entry.Publisher}, license {entry.License}, into {store.Folder}");
        }
        try
        {
            ProgressDisplay.Run(context, "Stopping.", display =>
                store.DownloadAsync(id, new DownloadDisplay(display), context.Cancellation).GetAwaiter().GetResult());
        }
        catch (OperationCanceledException e) when (context.Cancellation.IsCancellationRequested)
        {
            throw new InterruptedException("Stopped; what has come in is kept, and the same command goes on with it.", e);
        }
    }
}
