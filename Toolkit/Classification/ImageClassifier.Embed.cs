using MLResNet.Features;
using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.Loading;

namespace MLResNet;

public sealed partial class ImageClassifier
{
    /// <summary>
    /// The features of the picture in a file: what the classifier at the end of the network would read. Pictures that the network
    /// finds alike have features of a similar direction; see <see cref="ImageIndex"/>.
    /// </summary>
    /// <param name="path">The file; its content decides what it is, not its extension.</param>
    /// <returns>As many numbers as <see cref="Engine.Networks.ResNetSpec.FeatureCount"/> says; none is negative.</returns>
    /// <exception cref="ImageFormatException">The file cannot be read as an image; the message begins with the path.</exception>
    public float[] Embed(string path) => Embed(ImageDecoder.DecodeFile(path, Decoding));

    /// <summary>The features of an encoded picture, see <see cref="Embed(string)"/>.</summary>
    /// <param name="image">The bytes of a JPEG, PNG, BMP or GIF.</param>
    /// <exception cref="ImageFormatException">They cannot be read as an image.</exception>
    public float[] Embed(ReadOnlySpan<byte> image) => Embed(ImageDecoder.Decode(image, Decoding));

    /// <summary>
    /// The features of an encoded picture from a stream, which is read to its end and left open; see <see cref="Embed(string)"/>.
    /// </summary>
    /// <param name="image">A JPEG, PNG, BMP or GIF.</param>
    /// <exception cref="ImageFormatException">It cannot be read as an image.</exception>
    public float[] Embed(Stream image)
    {
        using MemoryStream copy = ReadAll(image);
        return Embed(copy.GetBuffer().AsSpan(0, (int)copy.Length));
    }

    /// <summary>The features of a picture, see <see cref="Embed(string)"/>.</summary>
    /// <param name="image">The picture; any size.</param>
    public float[] Embed(RgbImage image)
    {
        float[] features = new float[Spec.FeatureCount()];
        RunOne(image, (pixels, size) => RunFeatures(pixels, 1, size, features));
        return features;
    }

    /// <summary>
    /// The features of the pictures in many files, in their order, while it is enumerated, so any number of files will do. A file
    /// that cannot be read comes back with its error and stops nothing.
    /// </summary>
    /// <param name="paths">The files.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public IEnumerable<FileEmbedding> EmbedMany(IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths.Chunk(PathsAtATime).SelectMany(some => EachFile(
            some, CreateLoader(some), Spec.FeatureCount(), RunBatch,
            (path, features, error) => new FileEmbedding(path, features, error), cancellationToken));

        void RunBatch(ImageBatch batch, float[] features) =>
            RunFeatures(batch.Pixels.Span, batch.Count, batch.Size, features);
    }

    private void RunFeatures(ReadOnlySpan<float> pixels, int count, int size, Span<float> features)
    {
        _plan.RunFeatures(pixels, count, size, size, features);
        if (!Manifest.MirrorImages)
            return;
        using var mirrored = new MirrorAverage(pixels, size, features.Length);
        _plan.RunFeatures(mirrored.Pixels, count, size, size, mirrored.Outputs);
        mirrored.AddTo(features);
    }
}
