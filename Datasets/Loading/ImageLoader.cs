using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet.Loading;

/// <summary>
/// Streams images in batches that are ready for a network: decoded, cropped and normalized on threads of its own while earlier
/// batches are in use. What a batch holds depends on the images and the options alone, not on the threads.
/// </summary>
/// <remarks>
/// A file that cannot be read is skipped and noted in <see cref="Unreadable"/>. Those that <see cref="Scan"/> finds are left
/// out of the batches altogether; without it, the batch in which such a file would have stood is shorter by one.
/// </remarks>
public sealed class ImageLoader
{
    private readonly string[] _paths;
    private readonly int[] _labels;
    private readonly ImagePreprocessing _preprocessing;
    private readonly ImageLoaderOptions _options;
    private readonly DecodeOptions _decoding;
    private readonly DecodedImageCache _cache;
    private readonly SortedDictionary<int, UnreadableFile> _unreadable = [];
    private readonly List<ImageBatch> _spareBatches = [];
    private int[] _readable;

    /// <summary>Prepares to load labelled images.</summary>
    /// <param name="images">The images; of several labels the first is given, of none -1.</param>
    /// <param name="preprocessing">What a network takes.</param>
    /// <param name="options">The defaults when null.</param>
    /// <exception cref="MLResNetException">An option is out of its range.</exception>
    public ImageLoader(ImageFolder images, ImagePreprocessing preprocessing, ImageLoaderOptions? options = null)
        : this([.. images.Select(image => image.Path)], [.. images.Select(image => image.LabelIndex)], preprocessing, options) { }

    /// <summary>Prepares to load images without labels.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="preprocessing">What a network takes.</param>
    /// <param name="options">The defaults when null.</param>
    /// <exception cref="MLResNetException">An option is out of its range.</exception>
    public ImageLoader(IEnumerable<string> paths, ImagePreprocessing preprocessing, ImageLoaderOptions? options = null)
        : this([.. paths], null, preprocessing, options) { }

    private ImageLoader(string[] paths, int[]? labels, ImagePreprocessing preprocessing, ImageLoaderOptions? options)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        _options = options ?? new ImageLoaderOptions();
        preprocessing.Validate();
        _options.Validate(preprocessing.Size);
        if (labels is null)
            Array.Fill(labels = new int[paths.Length], -1);
        _paths = paths;
        _labels = labels;
        _preprocessing = preprocessing;
        _decoding = preprocessing.ToDecodeOptions(_options.Limits);
        _cache = new DecodedImageCache(paths.Length, _options.CacheBytes);
        _readable = [.. Enumerable.Range(0, paths.Length)];
    }

    private ImageLoader(ImageLoader other, ImagePreprocessing preprocessing)
    {
        preprocessing.Validate();
        other._options.Validate(preprocessing.Size);
        _paths = other._paths;
        _labels = other._labels;
        _options = other._options;
        _decoding = other._decoding;
        _cache = other._cache;
        _unreadable = other._unreadable;
        _readable = other._readable;
        _preprocessing = preprocessing;
    }

    /// <summary>
    /// Loads the same images for a smaller input: as decoded for this loader, from the same memory, in the same order with the
    /// same crops.
    /// </summary>
    internal ImageLoader Smaller(ImagePreprocessing preprocessing) => new(this, preprocessing);

    /// <summary>The number of images: all, or after <see cref="Scan"/> those that can be read.</summary>
    public int Count => _readable.Length;

    /// <summary>The number of batches in a shuffled epoch.</summary>
    public int BatchesPerEpoch =>
        _options.DropShortBatch && Count > _options.BatchSize ? Count / _options.BatchSize : BatchesInOrder;

    /// <summary>The number of batches when every image is loaded in order.</summary>
    public int BatchesInOrder => (Count + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>The files found so far that cannot be read, each path once, in the order of the images.</summary>
    public IReadOnlyList<UnreadableFile> Unreadable
    {
        get
        {
            lock (_unreadable)
                return [.. _unreadable.Values.DistinctBy(file => file.Path)];
        }
    }

    /// <summary>
    /// Reads every image once, leaves those that cannot be read out of all batches, and keeps decoded ones as far as the cache
    /// goes, so that a small data set is decoded just this once.
    /// </summary>
    /// <param name="progress">Receives the number of images read so far, now and then.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    /// <exception cref="DatasetException">
    /// A file cannot be read and the options are strict; the message names the first and says how many.
    /// </exception>
    public void Scan(IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        int done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancellationToken };
        Parallel.For(0, _paths.Length, parallel, i =>
        {
            TryDecode(i, out _);
            if (progress is not null && Interlocked.Increment(ref done) is var now && (now % 64 == 0 || now == _paths.Length))
                progress.Report(now);
        });
        if (_options.Strict && _unreadable.Count > 0)
            throw UnreadableFile.Error(Unreadable);
        _readable = [.. Enumerable.Range(0, _paths.Length).Where(i => !_unreadable.ContainsKey(i))];
    }

    /// <summary>
    /// The batches of a training epoch: in an order drawn from (seed, epoch), each image varied by (seed, epoch, index), and
    /// differently where it comes again.
    /// </summary>
    /// <param name="epoch">The number of the epoch.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <returns>Batches to be used one at a time: asking for the next ends the life of the one before.</returns>
    /// <exception cref="DatasetException">A file cannot be read and the options are strict.</exception>
    public IEnumerable<ImageBatch> Shuffled(int epoch, CancellationToken cancellationToken = default) =>
        Shuffled(epoch, firstBatch: 0, cancellationToken);

    /// <summary>The same, without the first batches of the epoch, whose images are not read.</summary>
    internal IEnumerable<ImageBatch> Shuffled(int epoch, int firstBatch, CancellationToken cancellationToken)
    {
        int end = Math.Min(Count, BatchesPerEpoch * _options.BatchSize);
        int start = Math.Min(end, firstBatch * _options.BatchSize);
        var random = new SplitMix64(_options.Seed, epoch);
        ImageDraw[] order = _options.BalancedSampling
            ? EpochOrder.Balanced(_readable, _labels, end, ref random)
            : EpochOrder.Shuffled(_readable, ref random);
        return Load(
            order[start..end],
            (image, draw, pixels) => _preprocessing.Apply(
                image, _options.Augmentation, new SplitMix64(_options.Seed, epoch, draw.Index + (long)draw.Copy * _paths.Length), pixels),
            cancellationToken);
    }

    /// <summary>The batches of all images in their order, as prediction sees them.</summary>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <returns>Batches to be used one at a time: asking for the next ends the life of the one before.</returns>
    /// <exception cref="DatasetException">A file cannot be read and the options are strict.</exception>
    public IEnumerable<ImageBatch> InOrder(CancellationToken cancellationToken = default) =>
        Load(EpochOrder.Of(_readable), (image, _, pixels) => _preprocessing.Apply(image, pixels), cancellationToken);

    private IEnumerable<ImageBatch> Load(
        ImageDraw[] order, Action<RgbImage, ImageDraw, Span<float>> apply, CancellationToken cancellationToken)
    {
        if (order.Length == 0)
            yield break;
        int batches = (order.Length + _options.BatchSize - 1) / _options.BatchSize;
        ImageBatch[] ring = RentBatches(Math.Min(batches, _options.PrefetchBatches + 1));
        try
        {
            using var pipeline = new BatchPipeline(order.Length, ring, _options.Threads, (position, batch, slot) =>
            {
                int index = order[position].Index;
                RgbImage? image = TryDecode(index, out ContentHash content);
                if (image is not null)
                    apply(image, order[position], batch.PixelsOf(slot));
                else if (_options.Strict)
                    throw UnreadableFile.Error(Unreadable);
                batch.Set(slot, index, _labels[index], content, image is not null);
            });
            for (int i = 0; i < batches; i++)
            {
                ImageBatch batch = pipeline.Take(i, cancellationToken);
                if (batch.Count > 0)
                    yield return batch;
                pipeline.Recycle();
            }
        }
        finally
        {
            lock (_spareBatches)
                _spareBatches.AddRange(ring);
        }
    }

    private RgbImage? TryDecode(int index, out ContentHash content)
    {
        content = default;
        if (_cache.Find(index) is { } known)
            return known;
        try
        {
            RgbImage image = _options.HashesContent
                ? ImageDecoder.DecodeFile(_paths[index], _decoding, out content)
                : ImageDecoder.DecodeFile(_paths[index], _decoding);
            _cache.Offer(index, image);
            return image;
        }
        catch (ImageFormatException e)
        {
            lock (_unreadable)
                _unreadable[index] = UnreadableFile.From(_paths[index], e);
            return null;
        }
    }

    private ImageBatch[] RentBatches(int count)
    {
        ImageBatch[] batches = new ImageBatch[count];
        lock (_spareBatches)
        {
            for (int i = 0; i < count; i++)
            {
                if (_spareBatches.Count == 0)
                    batches[i] = new ImageBatch(_options.BatchSize, _preprocessing.Size, _paths);
                else
                {
                    batches[i] = _spareBatches[^1];
                    _spareBatches.RemoveAt(_spareBatches.Count - 1);
                }
            }
        }
        return batches;
    }
}
