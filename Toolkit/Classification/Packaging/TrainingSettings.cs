using MLResNet.Engine.Optimizers;
using MLResNet.Imaging;

namespace MLResNet.Packaging;

/// <summary>The settings of a training as they were used; TransferLearningOptions and PretrainingOptions describe them.</summary>
public sealed record TrainingSettings(
    int Size, int Epochs, int BatchSize, string Optimizer, double LearningRate, double WeightDecay, double LabelSmoothing,
    double MovingAverage, Augmentation Augmentation, int? StartSize = null)
{
    /// <summary>Trainings of so many epochs whose weights were averaged; null for one.</summary>
    public int? Soup { get; init; }

    /// <summary>How the learning rate changes; null for <see cref="OneCycleSchedule"/>.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>How many of the last stages were trained; null for all.</summary>
    public int? TrainedStages { get; init; }

    /// <summary>What the learning rate of a stage was of that of the stage after it; null for 1.</summary>
    public double? RateDecay { get; init; }

    /// <summary>Whether batch norms stayed as they were.</summary>
    public bool FreezesNorms { get; init; }

    /// <summary>Whether each class counted the same, however many images it has.</summary>
    public bool BalancesClasses { get; init; }

    /// <summary>Whether it did so by coming equally often, rather than by the weight of its images' loss.</summary>
    public bool BalancedSampling { get; init; }

    /// <summary>Images that were computed together at most; null for whole batches.</summary>
    public int? MicroBatchSize { get; init; }

    /// <summary>Epochs without a better one after which the training ended; null for all epochs.</summary>
    public int? Patience { get; init; }

    /// <summary>The models by whose answers it was trained too; null without any.</summary>
    public IReadOnlyList<TeacherModel>? Teachers { get; init; }

    /// <summary>What their answers were of an image's target; null without any.</summary>
    public double? TeacherShare { get; init; }
}
