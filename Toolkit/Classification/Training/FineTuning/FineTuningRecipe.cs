using MLResNet.Engine.Networks;
using MLResNet.Packaging;

namespace MLResNet.Training.FineTuning;

/// <summary>
/// How a pretrained network is trained on: AdamW on a one-cycle schedule, slower towards the pixels, with a moving average of the weights. Fills in
/// what the options leave open.
/// </summary>
internal static class FineTuningRecipe
{
    /// <summary>Peak learning rate for a batch of 32.</summary>
    private const double LearningRate = 1e-3;

    /// <summary>What the rate of a stage is of that of the stage after it.</summary>
    private const double RateDecay = 0.7;

    /// <summary>Steps that most of what there is to gain takes; a small data set is gone through more often.</summary>
    private const int Steps = 800;

    private const int LeastEpochs = 4;
    private const int MostEpochs = 12;

    /// <summary>The average's memory in epochs.</summary>
    private const double AverageEpochs = 1;

    /// <summary>How many of the last stages are trained.</summary>
    /// <exception cref="MLResNetException">The network has not as many.</exception>
    public static int StagesOf(Tune tune, ResNetSpec spec, TransferLearningOptions options)
    {
        int all = spec.Depths.Length, stages = tune == Tune.All ? all : options.Stages ?? 1;
        OptionRange.Require(stages <= all, nameof(options.Stages), $"1 to {all}, the stages of {spec.Id}", stages);
        return stages;
    }

    /// <summary>Settles every setting.</summary>
    /// <param name="stages">How many of the last stages are trained.</param>
    /// <param name="size">Side of the square that the network sees.</param>
    /// <param name="images">Images to train on.</param>
    /// <param name="options">What is given.</param>
    public static TrainingSettings For(int stages, int size, int images, TransferLearningOptions options)
    {
        int stepsPerEpoch = Math.Max(1, images / options.BatchSize);
        int epochs = options.Epochs ?? Math.Clamp(Steps / stepsPerEpoch, LeastEpochs, MostEpochs);
        return new TrainingSettings(
            size,
            epochs,
            options.BatchSize,
            "AdamW",
            options.LearningRate ?? LearningRate * Math.Sqrt(options.BatchSize / 32.0),
            options.WeightDecay,
            options.LabelSmoothing,
            MovingAverage: 1 - 1 / (AverageEpochs * stepsPerEpoch + 1),
            options.Augmentation)
        {
            Schedule = options.Schedule,
            TrainedStages = stages,
            RateDecay = options.RateDecay ?? RateDecay,
            FreezesNorms = options.FreezeNorms,
            BalancesClasses = options.BalanceClasses,
            MicroBatchSize = options.MicroBatchSize,
            Patience = options.Patience,
        };
    }
}
