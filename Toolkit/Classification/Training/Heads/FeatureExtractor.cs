using MLResNet.Backbones;
using MLResNet.Engine;
using MLResNet.Engine.Inference;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet.Training.Heads;

/// <summary>Runs images through a frozen backbone, each once, while the next ones are decoded.</summary>
internal sealed class FeatureExtractor(PretrainedBackbone backbone, ImagePreprocessing preprocessing, TransferLearningOptions options)
{
    private readonly int _width = backbone.Spec.FeatureCount();

    /// <summary>A loader for what the backbone takes.</summary>
    /// <param name="paths">The files.</param>
    /// <exception cref="MLResNetException">They are too many for their features to fit into an array.</exception>
    public ImageLoader CreateLoader(IReadOnlyList<string> paths)
    {
        if ((long)paths.Count * _width > Array.MaxLength)
        {
            throw new MLResNetException(
                $"The features of {paths.Count} images, {_width} of each, do not fit into memory together; train on fewer images.");
        }
        return new ImageLoader(paths, preprocessing, new ImageLoaderOptions
        {
            BatchSize = Math.Clamp(paths.Count, 1, options.BatchSize),
            Threads = ComputeThreads.Of(options.Threads),
            Strict = options.Strict,
            CacheBytes = 0,
        });
    }

    /// <summary>Computes the features of all images that can be read.</summary>
    /// <param name="loader">Reads them, see <see cref="CreateLoader"/>.</param>
    /// <param name="meter">Told of every batch.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    /// <exception cref="DatasetException">A file cannot be read and the options are strict.</exception>
    /// <exception cref="MLResNetException">The backbone gives something else than numbers.</exception>
    public ExtractedFeatures Run(ImageLoader loader, ProgressMeter meter, CancellationToken cancellationToken)
    {
        using InferencePlan plan = InferencePlan.CreateForFeatures(
            backbone.Spec, backbone.Parameters, new ComputeOptions { Threads = options.Threads });
        float[] features = new float[loader.Count * _width];
        int rows = 0, batches = 0;
        meter.BeginEpoch(1);
        foreach (ImageBatch batch in loader.InOrder(cancellationToken))
        {
            Span<float> own = features.AsSpan(rows * _width, batch.Count * _width);
            plan.Run(batch.Pixels.Span, batch.Count, batch.Size, batch.Size, own);
            if (options.MirrorImages)
                AverageWithMirrorImages(plan, batch, own);
            foreach (float feature in own)
            {
                if (!float.IsFinite(feature))
                    throw new MLResNetException($"The backbone {backbone} gives features that are not numbers; its weights are broken.");
            }
            rows += batch.Count;
            meter.EndFeatures(++batches, rows);
        }
        return new ExtractedFeatures(rows, _width, features, loader.Unreadable);
    }

    private static void AverageWithMirrorImages(InferencePlan plan, ImageBatch batch, Span<float> features)
    {
        float[] mirrored = batch.Pixels.ToArray(), others = new float[features.Length];
        Flip.Horizontal<float>(mirrored, batch.Size);
        plan.Run(mirrored, batch.Count, batch.Size, batch.Size, others);
        for (int i = 0; i < features.Length; i++)
            features[i] = (features[i] + others[i]) / 2;
    }
}
