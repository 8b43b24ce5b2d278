using MLResNet.Formats;
using MLResNet.Imaging;
using MLResNet.Listing;

namespace MLResNet;

/// <summary>
/// Images to be searched for those that a network finds most like another: nearest neighbours by the cosine of their features.
/// Every question is compared with every image, so the answers are exact. Read-only and thread-safe; in use as long as its
/// classifier.
/// </summary>
public sealed class ImageIndex
{
    private readonly ImageClassifier _classifier;
    private readonly FileEmbedding[] _images;
    private readonly double[] _norms;

    private ImageIndex(ImageClassifier classifier, FileEmbedding[] images, IReadOnlyList<UnreadableFile> unreadable)
    {
        _classifier = classifier;
        _images = images;
        _norms = [.. images.Select(image => Norm(image.Features))];
        Unreadable = unreadable;
    }

    /// <summary>Computes the features of images and keeps them; 4 bytes each, 8 KB an image of a ResNet-50.</summary>
    /// <param name="classifier">The model whose features are compared. It has to outlive the index.</param>
    /// <param name="paths">The files; those that cannot be read are left out and listed in <see cref="Unreadable"/>.</param>
    /// <param name="progress">Told of the number of files that are done, one after the other.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    public static ImageIndex Build(
        ImageClassifier classifier, IEnumerable<string> paths, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(paths);
        var images = new List<FileEmbedding>();
        var unreadable = new List<UnreadableFile>();
        foreach (FileEmbedding file in classifier.EmbedMany(paths, cancellationToken))
        {
            if (file.Succeeded)
                images.Add(file);
            else
                unreadable.Add(new UnreadableFile(file.Path, file.Error));
            progress?.Report(images.Count + unreadable.Count);
        }
        return new ImageIndex(classifier, [.. images.OrderBy(image => image.Path, Comparer<string>.Create(PathOrder.Compare))], unreadable);
    }

    /// <summary>The number of images.</summary>
    public int Count => _images.Length;

    /// <summary>The files that could not be read.</summary>
    public IReadOnlyList<UnreadableFile> Unreadable { get; }

    /// <summary>The images that are most like the one in a file.</summary>
    /// <param name="path">The file. It need not be in the index; if it is, it finds itself.</param>
    /// <param name="count">How many at most; at least 1.</param>
    /// <returns>The most similar first; equally similar ones in the order of their paths.</returns>
    /// <exception cref="ImageFormatException">The file cannot be read as an image; the message begins with the path.</exception>
    public IReadOnlyList<SimilarImage> Find(string path, int count = 5) => Find(_classifier.Embed(path), count);

    /// <summary>The images that are most like a picture.</summary>
    /// <param name="image">The picture; any size.</param>
    /// <param name="count">How many at most; at least 1.</param>
    /// <returns>The most similar first; equally similar ones in the order of their paths.</returns>
    public IReadOnlyList<SimilarImage> Find(RgbImage image, int count = 5) => Find(_classifier.Embed(image), count);

    /// <summary>The images whose features have the most similar direction.</summary>
    /// <param name="features">As <see cref="ImageClassifier.Embed(string)"/> of the index's classifier gives them.</param>
    /// <param name="count">How many at most; at least 1.</param>
    /// <returns>The most similar first; equally similar ones in the order of their paths.</returns>
    /// <exception cref="ArgumentException">There are more or fewer features than the network has.</exception>
    public IReadOnlyList<SimilarImage> Find(ReadOnlySpan<float> features, int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int width = _classifier.Spec.FeatureCount();
        if (features.Length != width)
            throw new ArgumentException($"The network has {width} features, not {features.Length}.", nameof(features));
        double norm = Norm(features);
        double[] cosines = new double[_images.Length];
        for (int i = 0; i < cosines.Length; i++)
        {
            double product = norm * _norms[i];
            cosines[i] = product > 0 ? Dot(features, _images[i].Features) / product : 0;
        }
        // The sort is stable, so it leaves equal ones in the order of their paths.
        return [.. Enumerable.Range(0, cosines.Length)
            .OrderByDescending(i => cosines[i])
            .Take(count)
            .Select(i => new SimilarImage(_images[i].Path, (float)Math.Clamp(cosines[i], -1, 1)))];
    }

    private static double Norm(ReadOnlySpan<float> values) => Math.Sqrt(Dot(values, values));

    // One sum in one order, in double precision: the same on every machine, and exactly the squared norm of what is compared with
    // itself.
    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}
