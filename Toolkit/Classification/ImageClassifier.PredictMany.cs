using MLResNet.Loading;

namespace MLResNet;

public sealed partial class ImageClassifier
{
    /// <summary>
    /// How many paths are taken from an enumeration at a time: enough to read files while others are classified.
    /// </summary>
    private const int PathsAtATime = 256;

    /// <summary>
    /// Names the pictures in many files, in their order, while it is enumerated, so any number of files will do. A file that
    /// cannot be read comes back with its error and stops nothing.
    /// </summary>
    /// <param name="paths">The files.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public IEnumerable<FilePrediction> PredictMany(IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths.Chunk(PathsAtATime).SelectMany(some => Predict(some, CreateLoader(some), cancellationToken));
    }

    /// <summary>A loader for this model's input.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="cacheBytes">Bytes of decoded images to keep for when they are asked for again.</param>
    internal ImageLoader CreateLoader(string[] paths, long cacheBytes = 0) => new(paths, Preprocessing, new ImageLoaderOptions
    {
        BatchSize = Math.Clamp(paths.Length, 1, _options.BatchSize),
        Threads = ComputeThreads.Of(_options.Threads),
        Limits = _options.Decoding,
        CacheBytes = cacheBytes,
    });

    private IEnumerable<FilePrediction> Predict(string[] paths, ImageLoader loader, CancellationToken cancellationToken)
    {
        int next = 0;
        foreach (ImageBatch batch in loader.InOrder(cancellationToken))
        {
            float[] logits = new float[batch.Count * Labels.Count];
            _plan.Run(batch.Pixels.Span, batch.Count, batch.Size, batch.Size, logits);
            for (int i = 0; i < batch.Count; i++)
            {
                foreach (FilePrediction unreadable in Unreadable(batch.Indices[i]))
                    yield return unreadable;
                float[] scores = Prediction.Softmax(logits.AsSpan(i * Labels.Count, Labels.Count));
                yield return new FilePrediction(paths[next++], new Prediction(Labels, scores), null);
            }
        }
        foreach (FilePrediction unreadable in Unreadable(paths.Length))
            yield return unreadable;

        // The files from the next one up to the given one, which the batches lack.
        IEnumerable<FilePrediction> Unreadable(int end)
        {
            for (; next < end; next++)
            {
                string path = paths[next];
                yield return new FilePrediction(path, null, loader.Unreadable.First(file => file.Path == path).Reason);
            }
        }
    }
}
