using MLResNet.Imaging;

namespace MLResNet.Packaging;

/// <summary>The settings of a training as they were used; TransferLearningOptions and PretrainingOptions describe them.</summary>
public sealed record TrainingSettings(
    int Size, int Epochs, int BatchSize, string Optimizer, double LearningRate, double WeightDecay, double LabelSmoothing,
    double MovingAverage, Augmentation Augmentation, int? StartSize = null);
