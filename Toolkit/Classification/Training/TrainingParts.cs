using System.Security.Cryptography;
using System.Text;
using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>The images of a training.</summary>
/// <param name="Images">What it learns from.</param>
/// <param name="Validation">What it chooses by; null without any.</param>
internal sealed record TrainingParts(ImageFolder Images, ImageFolder? Validation)
{
    /// <summary>Those to learn from, then those to choose by.</summary>
    public IEnumerable<LabeledImage> All => Images.Concat(Validation ?? Enumerable.Empty<LabeledImage>());

    /// <summary>The parts that the data set has, or the options give.</summary>
    /// <exception cref="DatasetException">A validation image has an unknown class.</exception>
    /// <exception cref="MLResNetException">Classes are to be balanced in a way that these images do not take.</exception>
    public static TrainingParts Of(ImageFolder data, TransferLearningOptions options)
    {
        ImageFolder images = data.Train ?? data;
        ImageFolder? validation = options.Validation is { } given ? given.Validation ?? given.Test ?? given : data.Validation;
        validation = validation?.WithClasses(data.Classes);
        bool isMultiLabel = options.MultiLabel || images.IsMultiLabel || validation is { IsMultiLabel: true };
        if (isMultiLabel && options.BalanceClasses == ClassBalance.Sampling)
        {
            throw new MLResNetException(
                $"Images of several labels cannot be drawn so that each label comes equally often; set {nameof(options.BalanceClasses)} to "
                + $"{nameof(ClassBalance.Weights)}.");
        }
        return isMultiLabel
            ? new TrainingParts(images.AsMultiLabel(), validation?.AsMultiLabel())
            : new TrainingParts(images, validation);
    }

    /// <summary>The parts without files that cannot be read.</summary>
    /// <exception cref="DatasetException">What is left cannot be trained on.</exception>
    public TrainingParts Without(IReadOnlyList<UnreadableFile> unreadable)
    {
        ImageFolder images = Images.Without(unreadable);
        images.EnsureTrainable();
        return new TrainingParts(images, Validation?.Without(unreadable) is { Count: > 0 } validation ? validation : null);
    }

    /// <summary>Sets some images apart for validation where there are none yet.</summary>
    /// <param name="fraction">The share of each class; 0 for none.</param>
    /// <param name="seed">Chooses which ones.</param>
    public TrainingParts HoldOut(double fraction, int seed)
    {
        if (Validation is not null || fraction == 0)
            return this;
        (ImageFolder images, ImageFolder validation) = Images.Split(fraction, seed);
        return new TrainingParts(images, validation.Count == 0 ? null : validation);
    }

    /// <summary>What the manifest says of the images.</summary>
    public TrainingData Describe() => new(Images.Count, Validation?.Count ?? 0, Images.CountsPerClass, Listing());

    /// <summary>
    /// SHA-256 over the sorted lines "relative path, tab, label, line feed"; several labels are separated by |.
    /// </summary>
    private string Listing()
    {
        string root = Directory.Exists(Images.Source) ? Images.Source : Path.GetDirectoryName(Path.GetFullPath(Images.Source))!;
        string[] lines = [.. Images.Select(image =>
            $"{Path.GetRelativePath(root, image.Path).Replace('\\', '/')}\t{Images.NamesOf(image)}\n")];
        Array.Sort(lines, StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string line in lines)
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
