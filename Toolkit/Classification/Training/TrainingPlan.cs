using MLResNet.Engine.Networks;
using MLResNet.Imaging;
using MLResNet.Packaging;
using MLResNet.Training.Distillation;

namespace MLResNet.Training;

/// <summary>A training with nothing left open: the readable images, those held out, the network, and every setting.</summary>
internal sealed record TrainingPlan
{
    /// <summary>The smallest class must have as many images for some to be held out unasked.</summary>
    private const int LeastForValidation = 20;

    /// <summary>
    /// As many images it takes where they may have several labels: an epoch is told by all labels together, of which a rare one
    /// must not keep the others from it.
    /// </summary>
    private const int LeastWithLabels = 200;

    private const double DefaultValidationFraction = 0.1;

    /// <summary>Images to train on.</summary>
    public required ImageFolder Images { get; init; }

    /// <summary>Images that choose the best epoch; null without any.</summary>
    public required ImageFolder? Validation { get; init; }

    /// <summary>Files that were left out.</summary>
    public required IReadOnlyList<UnreadableFile> Unreadable { get; init; }

    /// <summary>The network.</summary>
    public required ResNetSpec Spec { get; init; }

    /// <summary>How a picture becomes the network's input at the end.</summary>
    public required ImagePreprocessing Preprocessing { get; init; }

    /// <summary>Whether the model will answer by the mean of a picture and of its mirror image.</summary>
    public bool MirrorImages { get; init; }

    /// <summary>Models whose answers it learns from, to be disposed of by whoever loaded them; null for none.</summary>
    public Teachers? Teachers { get; init; }

    /// <summary>The settings that the model will tell of.</summary>
    public required TrainingSettings Settings { get; init; }

    /// <summary>Which epoch of its own training an epoch is, from 1: epochs are counted through all trainings of a soup.</summary>
    /// <param name="epoch">From 1.</param>
    public int EpochOfTraining(int epoch) => (epoch - 1) % Settings.Epochs + 1;

    /// <summary>Looks at the data and fills in what the options leave open.</summary>
    /// <param name="data">The images.</param>
    /// <param name="options">What is given.</param>
    /// <param name="teachers">Models whose answers it learns from; null for none.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    /// <exception cref="DatasetException">The data cannot be trained on.</exception>
    /// <exception cref="MLResNetException">An option is out of its range.</exception>
    public static TrainingPlan Create(
        ImageFolder data, TransferLearningOptions options, Teachers? teachers, CancellationToken cancellationToken)
    {
        options.Validate();
        TrainingParts parts = TrainingParts.Of(data, options);
        List<UnreadableFile> unreadable = [.. parts.Images.Verify(options.Strict, cancellationToken: cancellationToken)];
        if (parts.Validation is { } given)
            unreadable.AddRange(given.Verify(options.Strict, cancellationToken: cancellationToken));
        bool mayHoldOut = parts.Validation is null;
        parts = parts.Without(unreadable);
        if (mayHoldOut)
            parts = parts.HoldOut(HeldOutFraction(parts.Images, options), options.Seed);

        ScratchRecipe recipe = ScratchRecipe.For(parts.Images.Count, options, teachers);
        return new TrainingPlan
        {
            Images = parts.Images,
            Validation = parts.Validation,
            Unreadable = unreadable,
            Spec = recipe.Spec with { Classes = data.Classes.Count, DefaultSize = recipe.Settings.Size },
            Settings = recipe.Settings,
            Preprocessing = recipe.Preprocessing,
            MirrorImages = options.MirrorImages,
            Teachers = teachers,
        };
    }

    /// <summary>What the manifest says of the images.</summary>
    public TrainingData Describe() => new TrainingParts(Images, Validation).Describe();

    /// <summary>The share of the images that is held out where no validation images are given.</summary>
    public static double HeldOutFraction(ImageFolder images, TransferLearningOptions options) => options.ValidationFraction
        ?? (HasEnough(images) ? DefaultValidationFraction : 0);

    private static bool HasEnough(ImageFolder images) => images.IsMultiLabel
        ? images.Count >= LeastWithLabels
        : images.CountsPerClass.Where(count => count > 0).Min() >= LeastForValidation;
}
