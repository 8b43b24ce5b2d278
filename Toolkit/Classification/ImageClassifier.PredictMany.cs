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
        return EachFile(paths, loader, Labels.Count, Classify, ToPrediction, cancellationToken);

        void Classify(ImageBatch batch, float[] logits) => Run(batch.Pixels.Span, batch.Count, batch.Size, logits);

        FilePrediction ToPrediction(string path, float[]? logits, string? error) =>
            new(path, logits is null ? null : PredictionFrom(logits), error);
    }

    /// <summary>Runs files through the network in batches and gives what becomes of each, in their order.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="loader">Reads them.</param>
    /// <param name="outputs">Numbers that the network gives for an image.</param>
    /// <param name="run">Runs a batch and writes [batch][outputs].</param>
    /// <param name="result">What a file becomes: with its numbers, or with the reason why it cannot be read.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    private static IEnumerable<T> EachFile<T>(
        string[] paths, ImageLoader loader, int outputs, Action<ImageBatch, float[]> run, Func<string, float[]?, string?, T> result,
        CancellationToken cancellationToken)
    {
        int next = 0;
        foreach (ImageBatch batch in loader.InOrder(cancellationToken))
        {
            float[] values = new float[batch.Count * outputs];
            run(batch, values);
            for (int i = 0; i < batch.Count; i++)
            {
                foreach (T unreadable in Unreadable(batch.Indices[i]))
                    yield return unreadable;
                yield return result(paths[next++], values[(i * outputs)..((i + 1) * outputs)], null);
            }
        }
        foreach (T unreadable in Unreadable(paths.Length))
            yield return unreadable;

        // The files from the next one up to the given one, which the batches lack.
        IEnumerable<T> Unreadable(int end)
        {
            for (; next < end; next++)
            {
                string path = paths[next];
                yield return result(path, null, loader.Unreadable.First(file => file.Path == path).Reason);
            }
        }
    }
}
