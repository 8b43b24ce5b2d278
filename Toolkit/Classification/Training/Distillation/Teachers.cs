using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Training.Distillation;

/// <summary>
/// Trained models by whose answers another one is trained (Hinton et al. 2015, arXiv:1503.02531): they see each image just as it
/// does, varied and mixed, though at the size that they know, and say anew what is in it (Beyer et al. 2022, arXiv:2106.05237).
/// </summary>
internal sealed class Teachers : IDisposable
{
    private const double DefaultShare = 0.5;

    private readonly Teacher[] _teachers;
    private float[] _probabilities = [];

    private Teachers(Teacher[] teachers, double share) => (_teachers, Share) = (teachers, share);

    /// <summary>What their answers are of an image's target, above 0 to 1; its labels have the rest.</summary>
    public double Share { get; }

    /// <summary>What the trained model says of them.</summary>
    public IReadOnlyList<TeacherModel> Models => [.. _teachers.Select(teacher => teacher.Description)];

    /// <summary>Loads those that the options name; null without any.</summary>
    /// <exception cref="MLResNetException">A file cannot be read, or a model tells other classes apart than the images have.</exception>
    /// <exception cref="ModelFormatException">A file is damaged, of a newer version, or no model package.</exception>
    public static Teachers? Open(TransferLearningOptions options, ImageFolder data)
    {
        if (options.Teachers.Count == 0)
            return null;
        ImageFolder images = TrainingParts.Of(data, options).Images;
        var teachers = new List<Teacher>();
        try
        {
            foreach (string path in options.Teachers)
                teachers.Add(Teacher.Open(path, images, options.Threads));
        }
        catch
        {
            teachers.ForEach(teacher => teacher.Dispose());
            throw;
        }
        return new Teachers([.. teachers], options.TeacherShare ?? DefaultShare);
    }

    /// <summary>The mean of the probabilities that they give.</summary>
    /// <param name="pixels">[count][size][size][3].</param>
    /// <param name="count">Images.</param>
    /// <param name="size">Their side in pixels.</param>
    /// <param name="preprocessing">What the pixels were prepared with.</param>
    /// <returns>[count][classes], good until the next call.</returns>
    public ReadOnlySpan<float> Answer(ReadOnlySpan<float> pixels, int count, int size, ImagePreprocessing preprocessing)
    {
        int classes = _teachers[0].Classes;
        if (_probabilities.Length < count * classes)
            _probabilities = new float[count * classes];
        Span<float> probabilities = _probabilities.AsSpan(0, count * classes);
        probabilities.Clear();
        foreach (Teacher teacher in _teachers)
            teacher.AddTo(probabilities, pixels, count, size, preprocessing, 1f / _teachers.Length);
        foreach (ref float probability in probabilities)
            probability = Math.Min(probability, 1); // shares of 1 may be rounded to more
        return probabilities;
    }

    public void Dispose()
    {
        foreach (Teacher teacher in _teachers)
            teacher.Dispose();
    }
}
