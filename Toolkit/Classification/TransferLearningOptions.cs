using MLResNet.Imaging;

namespace MLResNet;

/// <summary>
/// How <see cref="TransferLearning.Train"/> trains. What is null is chosen to suit the images; a model tells what was used.
/// </summary>
public sealed record TransferLearningOptions
{
    /// <summary>Which part of the network is trained.</summary>
    public Tune Tune { get; init; } = Tune.Auto;

    /// <summary>
    /// Id of the network, one of <see cref="Engine.Networks.ResNetFamily.Ids"/>; null for <c>resnet10</c>, which suits a few thousand
    /// images.
    /// </summary>
    public string? Arch { get; init; }

    /// <summary>
    /// Side in pixels of the square that the network sees, at least 16; null for what suits the network and the images.
    /// </summary>
    public int? Size { get; init; }

    /// <summary>Passes over the training images; at least 1.</summary>
    public int? Epochs { get; init; }

    /// <summary>Images a step, at least 2; of fewer images, all.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Highest learning rate of the one-cycle schedule, above 0.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Weight decay of AdamW, 0 or more; biases and batch norms are spared.</summary>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>
    /// Share of the target probability that is spread over all classes, from 0 up to, but not, 1 (Szegedy et al. 2016,
    /// arXiv:1512.00567).
    /// </summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>How training images are varied, differently in every epoch.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.Standard;

    /// <summary>
    /// Decides the initial weights, the held-out images, the order of the images and their augmentation. The same seed on the
    /// same data gives the same model, byte for byte, on any number of threads.
    /// </summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads to use; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Whether a file that cannot be read is an error. Otherwise it is left out and listed in
    /// <see cref="ImageClassifier.TrainingReport"/>.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>Images that choose the best epoch; null to take the data set's own validation part or to hold some out.</summary>
    public ImageFolder? Validation { get; init; }

    /// <summary>
    /// Share of the training images that is held out to choose the best epoch where no validation images are given: 0 up to, but
    /// not, 1. Null holds out a tenth if the smallest class has 20 images or more, and none otherwise: fewer images say little
    /// about an epoch and are missed in training. Without validation images the last epoch is kept.
    /// </summary>
    public double? ValidationFraction { get; init; }

    /// <summary>Told of every step.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
