using MLResNet.Backbones;
using MLResNet.Engine;
using MLResNet.Engine.Inference;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Training.Distillation;

/// <summary>A trained model that says of the images of a training what they are.</summary>
internal sealed class Teacher : IDisposable
{
    private readonly InferencePlan _plan;
    private readonly ImagePreprocessing _preprocessing;
    private readonly bool _isMultiLabel;
    private readonly int[] _places; // of each class of the training among the teacher's
    private float[] _converted = [];
    private float[] _scaled = [];
    private float[] _logits = [];
    private float[] _scores = [];

    private Teacher(ModelPackage package, int[] places, int threads)
    {
        ModelManifest manifest = package.Manifest;
        _plan = InferencePlan.Create(manifest.Spec, package.Parameters, new ComputeOptions { Threads = threads });
        _preprocessing = manifest.Preprocessing;
        _isMultiLabel = manifest.Thresholds is not null;
        _places = places;
        Description = new TeacherModel(
            manifest.Spec.Id, WeightsHash.Of(package.Parameters), manifest.Temperature, manifest.Provenance?.Data.Listing);
    }

    /// <summary>What the trained model says of it.</summary>
    public TeacherModel Description { get; }

    /// <summary>How many classes it tells apart.</summary>
    public int Classes => _places.Length;

    /// <summary>Loads a model that tells the same classes apart, in whatever order.</summary>
    /// <param name="path">The model package.</param>
    /// <param name="images">The images of the training.</param>
    /// <param name="threads">Threads to use; 0 for one a core.</param>
    /// <exception cref="MLResNetException">The file cannot be read, or the model tells other classes apart.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, of a newer version, or no model package.</exception>
    public static Teacher Open(string path, ImageFolder images, int threads)
    {
        ModelPackage package = ModelFile.Read(path);
        List<string> own = [.. package.Manifest.Labels];
        if (images.Classes.Except(own).FirstOrDefault() is { } unknown)
            throw new MLResNetException($"{path} cannot teach: it does not know the class {unknown}.");
        if (own.Except(images.Classes).FirstOrDefault() is { } other)
            throw new MLResNetException($"{path} cannot teach: it knows the class {other}, which these images have not.");
        if (package.Manifest.Thresholds is not null != images.IsMultiLabel)
        {
            throw new MLResNetException(images.IsMultiLabel
                ? $"{path} cannot teach: it gives an image one label, and these have any number."
                : $"{path} cannot teach: it gives an image any number of labels, and these have one.");
        }
        return new Teacher(package, [.. images.Classes.Select(name => own.IndexOf(name))], threads);
    }

    /// <summary>
    /// Adds a share of the probabilities that it gives. It sees the images at the size that it knows: at another one it is wrong more
    /// often, and surer of it.
    /// </summary>
    /// <param name="probabilities">[count][classes], in the training's order; added to.</param>
    /// <param name="pixels">[count][size][size][3].</param>
    /// <param name="count">Images.</param>
    /// <param name="size">Their side in pixels.</param>
    /// <param name="preprocessing">What the pixels were prepared with.</param>
    /// <param name="share">What its probabilities are multiplied by.</param>
    public void AddTo(
        Span<float> probabilities, ReadOnlySpan<float> pixels, int count, int size, ImagePreprocessing preprocessing, float share)
    {
        int classes = Classes;
        if (_logits.Length < count * classes)
            (_logits, _scores) = (new float[count * classes], new float[classes]);
        Span<float> logits = _logits.AsSpan(0, count * classes), scores = _scores;
        int own = _preprocessing.Size;
        _plan.Run(Scale(Convert(pixels, preprocessing), count, size), count, own, own, logits);
        for (int image = 0; image < count; image++)
        {
            if (_isMultiLabel)
                Prediction.Sigmoid(logits.Slice(image * classes, classes), Description.Temperature, scores);
            else
                Prediction.Softmax(logits.Slice(image * classes, classes), Description.Temperature, scores);
            for (int c = 0; c < classes; c++)
                probabilities[image * classes + c] += share * scores[_places[c]];
        }
    }

    public void Dispose() => _plan.Dispose();

    private ReadOnlySpan<float> Convert(ReadOnlySpan<float> pixels, ImagePreprocessing preprocessing)
    {
        var conversion = PixelConversion.Between(preprocessing, _preprocessing);
        if (conversion.IsIdentity)
            return pixels;
        if (_converted.Length < pixels.Length)
            _converted = new float[pixels.Length];
        conversion.Run(pixels, _converted);
        return _converted.AsSpan(0, pixels.Length);
    }

    private ReadOnlySpan<float> Scale(ReadOnlySpan<float> pixels, int count, int size)
    {
        int own = _preprocessing.Size;
        if (size == own)
            return pixels;
        int length = count * own * own * 3;
        if (_scaled.Length < length)
            _scaled = new float[length];
        SquareScaling.Run(pixels, count, size, own, _scaled);
        return _scaled.AsSpan(0, length);
    }
}
