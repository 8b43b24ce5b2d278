using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet.Loading;

/// <summary>How images are loaded.</summary>
public sealed record ImageLoaderOptions
{
    /// <summary>Images in a batch, at least 1.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Whether a shuffled epoch leaves out its last batch when that is short, unless it is the only one.</summary>
    public bool DropShortBatch { get; init; }

    /// <summary>
    /// Threads that decode, at least 1; the number of cores by default. The batches are the same whatever it is.
    /// </summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Whether a shuffled epoch draws equally many images of each class, up to one, rather than each image once: of a small class
    /// each several times, differently varied, of a large one some, others in each epoch. It is as long as without. Of several
    /// labels an image's first counts.
    /// </summary>
    public bool BalancedSampling { get; init; }

    /// <summary>Batches that are prepared ahead of the one in use, at least 1.</summary>
    public int PrefetchBatches { get; init; } = 2;

    /// <summary>Decides the order of shuffled epochs and all that the augmentation draws.</summary>
    public int Seed { get; init; }

    /// <summary>How the images of shuffled epochs are varied.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.None;

    /// <summary>Limits of the decoders.</summary>
    public DecodeOptions Limits { get; init; } = DecodeOptions.Default;

    /// <summary>Bytes of memory in which decoded images are kept, so that a small data set is decoded once; 0 for none.</summary>
    public long CacheBytes { get; init; } = 512L << 20;

    /// <summary>Whether an unreadable file is an error rather than skipped.</summary>
    public bool Strict { get; init; }

    /// <summary>
    /// Whether batches tell the hash of each file's content, of the very bytes that were decoded; only without <see
    /// cref="CacheBytes"/>.
    /// </summary>
    internal bool HashesContent { get; init; }

    internal void Validate(int size)
    {
        Check(nameof(BatchSize), BatchSize, 1);
        Check(nameof(Threads), Threads, 1);
        Check(nameof(PrefetchBatches), PrefetchBatches, 1);
        Check(nameof(CacheBytes), CacheBytes, 0);
        Augmentation.Validate();
        if ((long)BatchSize * size * size * 3 > Array.MaxLength)
        {
            throw new MLResNetException(
                $"{nameof(ImageLoaderOptions)}.{nameof(BatchSize)} is {BatchSize}, too many for one array of {size} x {size} images; "
                + "lower it.");
        }
    }

    private static void Check(string name, long value, long least)
    {
        if (value < least)
            throw new MLResNetException($"{nameof(ImageLoaderOptions)}.{name} is {value}; it has to be at least {least}.");
    }
}
