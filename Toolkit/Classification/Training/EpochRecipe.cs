using MLResNet.Packaging;
using MLResNet.Training.Distillation;

namespace MLResNet.Training;

/// <summary>What a kind of training in epochs takes where the options leave it open.</summary>
/// <param name="LearningRate">Peak learning rate of AdamW for a batch of 32.</param>
/// <param name="Steps">
/// Steps that it takes to get most of what there is to get from small data sets; a small data set is gone through more often.
/// </param>
/// <param name="LeastEpochs">Passes over the images at least.</param>
/// <param name="MostEpochs">And at most.</param>
/// <param name="AverageEpochs">The memory in epochs of the moving average of the weights.</param>
internal sealed record EpochRecipe(double LearningRate, int Steps, int LeastEpochs, int MostEpochs, double AverageEpochs)
{
    /// <summary>Checks that a training starts with images of no more than the final size.</summary>
    /// <param name="size">Side of the square that the network sees in the end.</param>
    /// <param name="options">What is given.</param>
    /// <exception cref="MLResNetException">It does not.</exception>
    public static void RequireStartSize(int size, TransferLearningOptions options) => OptionRange.Require(
        options.StartSize is not { } start || (start >= 16 && start <= size), nameof(options.StartSize), $"16 to the size, {size}",
        options.StartSize ?? 0);

    /// <summary>Settles every setting, with what is given.</summary>
    /// <param name="size">Side of the square that the network sees.</param>
    /// <param name="images">Images to train on.</param>
    /// <param name="options">What is given.</param>
    /// <param name="teachers">Models whose answers it learns from; null for none.</param>
    /// <exception cref="MLResNetException">Training would start with larger images than it ends with.</exception>
    public TrainingSettings Settle(int size, int images, TransferLearningOptions options, Teachers? teachers)
    {
        RequireStartSize(size, options);
        OptimizerRecipe optimizer = OptimizerRecipe.Of(options.Optimizer);
        int stepsPerEpoch = Math.Max(1, images / options.BatchSize);
        return new TrainingSettings(
            size,
            options.Epochs ?? Math.Clamp(Steps / stepsPerEpoch, LeastEpochs, MostEpochs),
            options.BatchSize,
            optimizer.Name,
            options.LearningRate ?? optimizer.LearningRate(LearningRate, options.BatchSize),
            options.WeightDecay ?? optimizer.WeightDecay,
            options.LabelSmoothing,
            MovingAverage: 1 - 1 / ((options.AverageEpochs ?? AverageEpochs) * stepsPerEpoch + 1),
            options.Augmentation,
            options.StartSize)
        {
            Schedule = options.Schedule,
            BalancesClasses = options.BalanceClasses != ClassBalance.None,
            BalancedSampling = options.BalanceClasses == ClassBalance.Sampling,
            MicroBatchSize = options.MicroBatchSize,
            Patience = options.Patience,
            Teachers = teachers?.Models,
            TeacherShare = teachers?.Share,
        };
    }
}
