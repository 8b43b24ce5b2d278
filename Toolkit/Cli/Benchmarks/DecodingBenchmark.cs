using MLResNet.Cli.Output.Documents;
using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet.Cli.Benchmarks;

/// <summary>
/// Measures how photos become a network's input: decoded, scaled, cropped and normalised as predictions have it.
/// </summary>
internal sealed class DecodingBenchmark
{
    private readonly List<byte[]> _files = [];
    private readonly List<UnreadableFile> _unreadable = [];
    private readonly ImagePreprocessing _preprocessing;
    private readonly DecodeOptions _decoding;
    private readonly long _pixels;

    /// <summary>Reads all photos of a folder into memory.</summary>
    /// <exception cref="MLResNetException">None can be read.</exception>
    public DecodingBenchmark(string folder, int size, CancellationToken cancellation)
    {
        _preprocessing = new ImagePreprocessing().WithSize(size);
        _decoding = _preprocessing.ToDecodeOptions();
        foreach (string path in ImageFolder.EnumerateFiles(folder))
        {
            cancellation.ThrowIfCancellationRequested();
            byte[] file = File.ReadAllBytes(path);
            try
            {
                RgbImage image = ImageDecoder.Decode(file);
                _pixels += (long)image.Width * image.Height;
                _files.Add(file);
            }
            catch (ImageFormatException e)
            {
                _unreadable.Add(new UnreadableFile(path, e.Message));
            }
        }
        if (_files.Count == 0)
        {
            throw _unreadable.Count > 0
                ? new MLResNetException($"No image in '{folder}' can be read; the first is {_unreadable[0]}")
                : new MLResNetException($"The folder '{folder}' holds no images.");
        }
    }

    /// <summary>The files that are left out.</summary>
    public IReadOnlyList<UnreadableFile> Unreadable => _unreadable;

    /// <summary>Measures passes over all photos.</summary>
    public DecodingBenchmarkDocument Run(int threads, MeasuringTime time, CancellationToken cancellation)
    {
        threads = Math.Min(threads, _files.Count);
        int length = _preprocessing.Size * _preprocessing.Size * 3;
        float[][] inputs = [.. Enumerable.Range(0, threads).Select(_ => new float[length])];
        int next = 0;
        Action pass = () =>
        {
            next = 0;
            if (threads == 1)
                Work(0);
            else
                Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, Work);
        };
        Measurement measured = Measurement.Of(pass, time, cancellation);
        double imagesPerSecond = _files.Count * measured.RunsPerSecond;
        return new DecodingBenchmarkDocument
        {
            Images = _files.Count,
            Bytes = _files.Sum(file => (long)file.Length),
            Size = _preprocessing.Size,
            Threads = threads,
            Runs = measured.Runs,
            ImagesPerSecond = imagesPerSecond,
            ImagesPerSecondPerThread = imagesPerSecond / threads,
            MegapixelsPerSecond = _pixels * measured.RunsPerSecond / 1e6,
            MillisecondsPerImage = threads * 1e3 / imagesPerSecond,
        };

        void Work(int thread)
        {
            for (int file; (file = Interlocked.Increment(ref next) - 1) < _files.Count;)
                _preprocessing.Apply(ImageDecoder.Decode(_files[file], _decoding), inputs[thread]);
        }
    }
}
