using System.Security.Cryptography;
using System.Text;
using MLResNet.Engine.Networks;
using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>A training with nothing left open: the readable images, those held out, the network, and every setting.</summary>
internal sealed record TrainingPlan
{
    /// <summary>The smallest class must have as many images for some to be held out unasked.</summary>
    private const int LeastForValidation = 20;

    private const double DefaultValidationFraction = 0.1;

    /// <summary>Images to train on.</summary>
    public required ImageFolder Images { get; init; }

    /// <summary>Images that choose the best epoch; null without any.</summary>
    public required ImageFolder? Validation { get; init; }

    /// <summary>Files that were left out.</summary>
    public required IReadOnlyList<UnreadableFile> Unreadable { get; init; }

    /// <summary>The network.</summary>
    public required ResNetSpec Spec { get; init; }

    /// <summary>The settings that the model will tell of.</summary>
    public required TrainingSettings Settings { get; init; }

    /// <summary>Looks at the data and fills in what the options leave open.</summary>
    /// <exception cref="DatasetException">The data cannot be trained on.</exception>
    /// <exception cref="MLResNetException">An option is out of its range.</exception>
    public static TrainingPlan Create(ImageFolder data, TransferLearningOptions options, CancellationToken cancellationToken)
    {
        CheckRanges(options);
        ImageFolder images = data.Train ?? data;
        ImageFolder? validation = options.Validation is { } given ? given.Validation ?? given.Test ?? given : data.Validation;
        validation = validation?.WithClasses(data.Classes);
        if (images.IsMultiLabel || validation is { IsMultiLabel: true })
            throw new DatasetException($"'{data.Source}' has images with several labels; training takes one label an image.");

        IReadOnlyList<UnreadableFile> unreadable = images.Verify(options.Strict, cancellationToken: cancellationToken);
        images = images.Without(unreadable);
        images.EnsureTrainable();
        if (validation is not null)
        {
            IReadOnlyList<UnreadableFile> more = validation.Verify(options.Strict, cancellationToken: cancellationToken);
            validation = validation.Without(more);
            unreadable = [.. unreadable, .. more];
        }
        else if (HeldOutFraction(images, options) is > 0 and var fraction)
        {
            (images, validation) = images.Split(fraction, options.Seed);
        }

        ScratchRecipe recipe = ScratchRecipe.For(images.Count, options);
        return new TrainingPlan
        {
            Images = images,
            Validation = validation is { Count: 0 } ? null : validation,
            Unreadable = unreadable,
            Spec = recipe.Spec with { Classes = data.Classes.Count, DefaultSize = recipe.Settings.Size },
            Settings = recipe.Settings,
        };
    }

    /// <summary>What the manifest says of the images.</summary>
    public TrainingData Describe() => new(Images.Count, Validation?.Count ?? 0, Images.CountsPerClass, Listing());

    private static double HeldOutFraction(ImageFolder images, TransferLearningOptions options) => options.ValidationFraction
        ?? (images.CountsPerClass.Where(count => count > 0).Min() >= LeastForValidation ? DefaultValidationFraction : 0);

    /// <summary>SHA-256 over the sorted lines "relative path, tab, label, line feed".</summary>
    private string Listing()
    {
        string root = Directory.Exists(Images.Source) ? Images.Source : Path.GetDirectoryName(Path.GetFullPath(Images.Source))!;
        string[] lines = [.. Images.Select(image =>
            $"{Path.GetRelativePath(root, image.Path).Replace('\\', '/')}\t{Images.Classes[image.LabelIndex]}\n")];
        Array.Sort(lines, StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string line in lines)
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void CheckRanges(TransferLearningOptions options)
    {
        OptionRange.Require(options.Size is null or (>= 16 and <= 2048), nameof(options.Size), "16 to 2048", options.Size ?? 0);
        OptionRange.Require(options.Epochs is null or >= 1, nameof(options.Epochs), "at least 1", options.Epochs ?? 0);
        OptionRange.Require(options.BatchSize >= 2, nameof(options.BatchSize), "at least 2", options.BatchSize);
        OptionRange.Require(
            options.LearningRate is null or (> 0 and < 1000), nameof(options.LearningRate), "above 0", options.LearningRate ?? 0);
        OptionRange.Require(options.WeightDecay is >= 0 and < 1000, nameof(options.WeightDecay), "0 or more", options.WeightDecay);
        OptionRange.Require(
            options.LabelSmoothing is >= 0 and < 1, nameof(options.LabelSmoothing), "0 up to, but not, 1", options.LabelSmoothing);
        OptionRange.Require(options.Threads >= 0, nameof(options.Threads), "0 or more", options.Threads);
        OptionRange.Require(
            options.ValidationFraction is null or (>= 0 and < 1), nameof(options.ValidationFraction), "0 up to, but not, 1",
            options.ValidationFraction ?? 0);
        options.Augmentation.Validate();
    }
}
