using System.Buffers;
using MLResNet.Engine.Threading;
using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet;

public sealed partial class ImageClassifier
{
    private DecodeOptions Decoding => Preprocessing.ToDecodeOptions(_options.Decoding);

    /// <summary>Threads that it was told to use; 0 for one a core.</summary>
    internal int Threads => _options.Threads;

    private int PixelsPerImage => Preprocessing.Size * Preprocessing.Size * 3;

    /// <summary>Names the picture in a file.</summary>
    /// <param name="path">The file; its content decides what it is, not its extension.</param>
    /// <exception cref="ImageFormatException">The file cannot be read as an image; the message begins with the path.</exception>
    public Prediction Predict(string path) => Predict(ImageDecoder.DecodeFile(path, Decoding));

    /// <summary>Names an encoded picture.</summary>
    /// <param name="image">The bytes of a JPEG, PNG, BMP or GIF.</param>
    /// <exception cref="ImageFormatException">They cannot be read as an image.</exception>
    public Prediction Predict(ReadOnlySpan<byte> image) => Predict(ImageDecoder.Decode(image, Decoding));

    /// <summary>Names an encoded picture from a stream, which is read to its end and left open.</summary>
    /// <param name="image">A JPEG, PNG, BMP or GIF.</param>
    /// <exception cref="ImageFormatException">It cannot be read as an image.</exception>
    public Prediction Predict(Stream image)
    {
        using MemoryStream copy = ReadAll(image);
        return Predict(copy.GetBuffer().AsSpan(0, (int)copy.Length));
    }

    /// <summary>
    /// Names an encoded picture from a stream, which is read to its end and left open; only the reading is asynchronous.
    /// </summary>
    /// <param name="image">A JPEG, PNG, BMP or GIF.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ImageFormatException">It cannot be read as an image.</exception>
    public async Task<Prediction> PredictAsync(Stream image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var copy = new MemoryStream();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            for (int read; (read = await image.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
                Append(copy, buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return Predict(copy.GetBuffer().AsSpan(0, (int)copy.Length));
    }

    /// <summary>Names a picture.</summary>
    /// <param name="image">The picture; any size.</param>
    public Prediction Predict(RgbImage image)
    {
        float[] logits = new float[Labels.Count];
        RunOne(image, (pixels, size) => Run(pixels, 1, size, logits));
        return PredictionFrom(logits);
    }

    /// <summary>Decodes a picture for this model on this thread's core; the network has the others meanwhile.</summary>
    /// <param name="image">The picture's file.</param>
    /// <param name="limits">Limits on it.</param>
    /// <exception cref="ImageFormatException">It is not a picture, or a damaged one.</exception>
    internal RgbImage Decode(ReadOnlySpan<byte> image, DecodeOptions limits)
    {
        using OccupiedCore core = _plan.OccupyCore();
        return ImageDecoder.Decode(image, Preprocessing.ToDecodeOptions(limits));
    }

    /// <summary>
    /// Decodes a picture and prepares it for <see cref="PredictPrepared"/>, on this thread's core; the network has the others meanwhile.
    /// </summary>
    /// <param name="image">The picture's file.</param>
    /// <param name="limits">Limits on it.</param>
    /// <param name="pixels">[size][size][3], written.</param>
    /// <exception cref="ImageFormatException">It is not a picture, or a damaged one.</exception>
    internal void Prepare(ReadOnlySpan<byte> image, DecodeOptions limits, Span<float> pixels)
    {
        using OccupiedCore core = _plan.OccupyCore();
        Preprocessing.Apply(ImageDecoder.Decode(image, Preprocessing.ToDecodeOptions(limits)), pixels);
    }

    /// <summary>Names prepared pictures in one run of the network.</summary>
    /// <param name="pixels">[count][size][size][3], as <see cref="Preprocessing"/> prepares them.</param>
    /// <param name="count">Pictures.</param>
    internal Prediction[] PredictPrepared(ReadOnlySpan<float> pixels, int count)
    {
        float[] logits = new float[count * Labels.Count];
        Run(pixels, count, Preprocessing.Size, logits);
        var predictions = new Prediction[count];
        for (int i = 0; i < count; i++)
            predictions[i] = PredictionFrom(logits.AsSpan(i * Labels.Count, Labels.Count));
        return predictions;
    }

    /// <summary>Computes the probabilities of prepared pictures.</summary>
    /// <param name="pixels">[count][size][size][3], as <see cref="Preprocessing"/> prepares them.</param>
    /// <param name="count">Pictures.</param>
    /// <param name="scores">[count][labels], written.</param>
    internal void Score(ReadOnlySpan<float> pixels, int count, Span<float> scores)
    {
        Run(pixels, count, Preprocessing.Size, scores);
        for (int i = 0; i < count; i++)
        {
            Span<float> own = scores.Slice(i * Labels.Count, Labels.Count);
            Prediction.Softmax(own, Manifest.Temperature).CopyTo(own);
        }
    }

    /// <summary>Prepares a picture and hands it to the network: its pixels, and the side of the square that they are.</summary>
    private void RunOne(RgbImage image, Action<ReadOnlySpan<float>, int> run)
    {
        ArgumentNullException.ThrowIfNull(image);
        float[] pixels = ArrayPool<float>.Shared.Rent(PixelsPerImage);
        try
        {
            Preprocessing.Apply(image, pixels.AsSpan(0, PixelsPerImage));
            run(pixels.AsSpan(0, PixelsPerImage), Preprocessing.Size);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(pixels);
        }
    }

    private MemoryStream ReadAll(Stream image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var copy = new MemoryStream();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            for (int read; (read = image.Read(buffer)) > 0;)
                Append(copy, buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return copy;
    }

    /// <summary>A stream has no length that could be checked before: the limit on bytes is kept while it is read.</summary>
    private void Append(MemoryStream copy, ReadOnlySpan<byte> bytes)
    {
        if (copy.Length + bytes.Length > _options.Decoding.MaxBytes)
            throw new ImageFormatException($"The image has more than the {_options.Decoding.MaxBytes} bytes that are allowed.");
        copy.Write(bytes);
    }
}
