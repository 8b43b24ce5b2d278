using MLResNet.Backbones;
using MLResNet.Engine;
using MLResNet.Features;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Training.Heads;

/// <summary>
/// Runs images through a frozen backbone, each once, while the next ones are decoded. Those whose features the cache knows are
/// not decoded and not run.
/// </summary>
internal sealed class FeatureExtractor : IDisposable
{
    private readonly PretrainedBackbone _backbone;
    private readonly FrozenStages? _frozen;
    private readonly TransferLearningOptions _options;
    private readonly ComputeOptions _compute;
    private readonly int _width;
    private readonly FeatureCache? _cache;
    private readonly float[] _features;
    private readonly bool[] _isKnown;
    private readonly int[] _unknown;
    private readonly ImageLoader _loader;

    /// <summary>Looks up what is known of the images already.</summary>
    /// <param name="backbone">The network.</param>
    /// <param name="preprocessing">How pictures are fed to it.</param>
    /// <param name="paths">The images.</param>
    /// <param name="options">How to do it.</param>
    /// <param name="frozen">The first stages, to keep what they make of the images; null for none.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    /// <exception cref="MLResNetException">They are too many for their features to fit into an array.</exception>
    public FeatureExtractor(
        PretrainedBackbone backbone, ImagePreprocessing preprocessing, IReadOnlyList<string> paths, TransferLearningOptions options,
        FrozenStages? frozen, CancellationToken cancellationToken)
    {
        (_backbone, _options, _frozen, _width) = (backbone, options, frozen, backbone.Spec.FeatureCount());
        if ((long)paths.Count * _width > Array.MaxLength)
        {
            throw new MLResNetException(
                $"The features of {paths.Count} images, {_width} of each, do not fit into memory together; train on fewer images.");
        }
        _compute = new ComputeOptions { Threads = options.Threads };
        _features = new float[paths.Count * _width];
        _isKnown = new bool[paths.Count];
        if (options.FeatureCacheBytes > 0)
        {
            _cache = FeatureCache.Open(backbone, preprocessing, options.MirrorImages, _compute, options.FeatureCacheBytes);
            LookUp(paths, cancellationToken);
        }
        _unknown = [.. Enumerable.Range(0, paths.Count).Where(i => !_isKnown[i])];
        Found = paths.Count - _unknown.Length;
        _loader = new ImageLoader([.. _unknown.Select(i => paths[i])], preprocessing, new ImageLoaderOptions
        {
            BatchSize = Math.Clamp(_unknown.Length, 1, options.BatchSize),
            Threads = ComputeThreads.Of(options.Threads),
            Strict = options.Strict,
            CacheBytes = 0,
            HashesContent = _cache is not null,
        });
    }

    /// <summary>Images whose features were known.</summary>
    public int Found { get; }

    /// <summary>Batches that are left to compute; at least 1, which may be empty.</summary>
    public int Batches => Math.Max(1, _loader.BatchesInOrder);

    /// <summary>Why features are not kept for the next time; null where they are, or nobody asked for it.</summary>
    public string? CacheProblem => _cache?.Problem;

    /// <summary>Computes the features of all images that can be read.</summary>
    /// <param name="meter">Told of every batch.</param>
    /// <param name="cancellationToken">Ends it with an exception; what was finished stays known.</param>
    /// <exception cref="DatasetException">A file cannot be read and the options are strict.</exception>
    /// <exception cref="MLResNetException">The backbone gives something else than numbers.</exception>
    public ExtractedFeatures Run(ProgressMeter meter, CancellationToken cancellationToken)
    {
        meter.BeginEpoch(1, Found);
        if (_unknown.Length > 0)
            Compute(meter, cancellationToken);
        else
            meter.EndFeatures(Batches, Found);
        int rows = 0;
        for (int i = 0; i < _isKnown.Length; i++)
        {
            if (!_isKnown[i])
                continue;
            if (rows != i)
                Row(i).CopyTo(Row(rows));
            rows++;
        }
        return new ExtractedFeatures(rows, _width, _features, _loader.Unreadable);
    }

    public void Dispose() => _cache?.Dispose();

    private Span<float> Row(int image) => _features.AsSpan(image * _width, _width);

    private void LookUp(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (_cache!.IsEmpty)
            return;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = ComputeThreads.Of(_options.Threads), CancellationToken = cancellationToken,
        };
        Parallel.For(0, paths.Count, parallel, i =>
            _isKnown[i] = ContentHash.OfFile(paths[i]) is { } content && _cache.TryRead(content, Row(i)));
    }

    private void Compute(ProgressMeter meter, CancellationToken cancellationToken)
    {
        using var network = new FeatureNetwork(_backbone, _frozen, _compute);
        float[] computed = [];
        int images = Found, batches = 0;
        foreach (ImageBatch batch in _loader.InOrder(cancellationToken))
        {
            if (computed.Length < batch.Count * _width)
                computed = new float[batch.Count * _width];
            Span<float> features = computed.AsSpan(0, batch.Count * _width);
            network.Run(batch, batch.Pixels.Span, isVaried: false, features);
            if (_options.MirrorImages)
            {
                using var mirrored = new MirrorAverage(batch.Pixels.Span, batch.Size, features.Length);
                network.Run(batch, mirrored.Pixels, isVaried: true, mirrored.Outputs);
                mirrored.AddTo(features);
            }
            foreach (float feature in features)
            {
                if (!float.IsFinite(feature))
                    throw new MLResNetException($"The backbone {_backbone} gives features that are not numbers; its weights are broken.");
            }
            for (int i = 0; i < batch.Count; i++)
            {
                int image = _unknown[batch.Indices[i]];
                features.Slice(i * _width, _width).CopyTo(Row(image));
                _isKnown[image] = true;
            }
            _cache?.Add(batch.Contents, features, cancellationToken);
            images += batch.Count;
            meter.EndFeatures(++batches, images);
        }
    }
}
