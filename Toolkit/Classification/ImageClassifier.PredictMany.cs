using System.Buffers;
using MLResNet.Formats;

namespace MLResNet;

public sealed partial class ImageClassifier
{
    /// <summary>
    /// Names the pictures in many files, in their order, while it is enumerated: a batch is read and classified at a time, so any number
    /// of files will do. A file that cannot be read comes back with its error and stops nothing.
    /// </summary>
    /// <param name="paths">The files.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public IEnumerable<FilePrediction> PredictMany(IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths.Chunk(_options.BatchSize).SelectMany(batch => PredictBatch(batch, cancellationToken));
    }

    private FilePrediction[] PredictBatch(string[] paths, CancellationToken cancellationToken)
    {
        int size = PixelsPerImage;
        float[] pixels = ArrayPool<float>.Shared.Rent(paths.Length * size);
        try
        {
            var errors = new string?[paths.Length];
            var parallel = new ParallelOptions
            {
                CancellationToken = cancellationToken,
                MaxDegreeOfParallelism = _options.Threads == 0 ? Environment.ProcessorCount : _options.Threads,
            };
            Parallel.For(0, paths.Length, parallel, i =>
            {
                try
                {
                    Preprocessing.Apply(ImageDecoder.DecodeFile(paths[i], Decoding), pixels.AsSpan(i * size, size));
                }
                catch (ImageFormatException e)
                {
                    errors[i] = UnreadableFile.From(paths[i], e).Reason;
                }
            });

            int readable = 0;
            for (int i = 0; i < paths.Length; i++)
            {
                if (errors[i] is null)
                    pixels.AsSpan(i * size, size).CopyTo(pixels.AsSpan(readable++ * size, size));
            }
            float[] logits = new float[readable * Labels.Count];
            if (readable > 0)
                _plan.Run(pixels.AsSpan(0, readable * size), readable, Preprocessing.Size, Preprocessing.Size, logits);

            int next = 0;
            return Array.ConvertAll([.. paths.Index()], file => errors[file.Index] is { } error
                ? new FilePrediction(file.Item, null, error)
                : new FilePrediction(
                    file.Item, new Prediction(Labels, Prediction.Softmax(logits.AsSpan(next++ * Labels.Count, Labels.Count))), null));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(pixels);
        }
    }
}
