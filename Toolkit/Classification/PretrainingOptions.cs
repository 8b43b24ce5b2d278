using MLResNet.Imaging;

namespace MLResNet;

/// <summary>How <see cref="Pretraining.Train"/> trains. What is null is chosen; a model tells what was used.</summary>
public sealed record PretrainingOptions
{
    /// <summary>
    /// Id of the network, one of <see cref="Engine.Networks.ResNetFamily.Ids"/>; null for that of <see cref="From"/>, or else
    /// <c>resnet18v2</c>.
    /// </summary>
    public string? Arch { get; init; }

    /// <summary>
    /// An earlier backbone of the same network to go on from, a <c>.mlresnet</c> file, for more epochs on a schedule of their own;
    /// null for random weights. The images may have other classes than it: those of the same name keep what was learned of them.
    /// </summary>
    public string? From { get; init; }

    /// <summary>Side in pixels of the square that the network sees at the end, and is meant for: 32 to 2048.</summary>
    public int Size { get; init; } = 64;

    /// <summary>
    /// Side of the square in the first half of the epochs, 16 to <see cref="Size"/>; a quarter at the mean of both follows, and
    /// the last quarter at <see cref="Size"/>. Small images are cheap, and most can be learned from them. Null for half of <see
    /// cref="Size"/>, though at least 32; with <see cref="Size"/> itself all epochs are alike.
    /// </summary>
    public int? StartSize { get; init; }

    /// <summary>Passes over the training images; at least 1.</summary>
    public int Epochs { get; init; } = 16;

    /// <summary>Images a step, at least 2; of fewer images, all.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>
    /// Highest learning rate of the one-cycle schedule, above 0; null for one that suits <see cref="BatchSize"/>.
    /// </summary>
    public double? LearningRate { get; init; }

    /// <summary>Weight decay of AdamW, 0 or more; biases and batch norms are spared.</summary>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Share of the target probability that is spread over all classes, from 0 up to, but not, 1.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>How each class comes to count the same in training, however many images it has, if it is to.</summary>
    public ClassBalance BalanceClasses { get; init; }

    /// <summary>How training images are varied, differently in every epoch.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.Standard;

    /// <summary>
    /// Decides the initial weights, the held-out images, the order of the images and their augmentation. The same seed on the
    /// same data gives the same model, byte for byte, on any number of threads, however often the training is stopped and
    /// resumed.
    /// </summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads to use; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>Whether a file that cannot be read is an error rather than left out.</summary>
    public bool Strict { get; init; }

    /// <summary>
    /// Images that each epoch is measured on; null to take the data set's own validation part or to hold some out.
    /// </summary>
    public ImageFolder? Validation { get; init; }

    /// <summary>
    /// Share of the training images that is held out to measure each epoch on, where no others are given: 0 up to, but not, 1.
    /// </summary>
    public double ValidationFraction { get; init; } = 0.05;

    /// <summary>
    /// The file that the training is kept in, to go on from after it was stopped: replaced at the end of each epoch, every
    /// <see cref="CheckpointInterval"/>, and when cancelled. About 16 bytes for each of the network's parameters. Null for none.
    /// </summary>
    public string? Checkpoint { get; init; }

    /// <summary>The longest that training goes on without a new checkpoint, above 0.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether to go on from <see cref="Checkpoint"/>; where that file is not there yet, training starts at the beginning.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>What the backbone is called: a plain file name. Null for the network's id.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// The weights' licence and the terms that the training images come under: a sentence that the package carries, and every
    /// model that is trained from the backbone with it.
    /// </summary>
    public string? License { get; init; }

    /// <summary>
    /// Whether the weights of convolutions and classifier are rounded to 16 bits at the end, so that the package takes half the
    /// room.
    /// </summary>
    public bool HalfPrecision { get; init; }

    /// <summary>Told of every step.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
