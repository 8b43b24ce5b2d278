using MLResNet.Engine.Networks;
using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>
/// How a network is trained from random weights: AdamW on a one-cycle schedule, label smoothing, random resized crops and mirror
/// images, a moving average of the weights. Fills in what the options leave open.
/// </summary>
internal sealed record ScratchRecipe(ResNetSpec Spec, TrainingSettings Settings)
{
    /// <summary>Peak learning rate for a batch of 32.</summary>
    private const double LearningRate = 2e-3;

    private const int DefaultSize = 96;

    /// <summary>
    /// Steps that training from scratch takes to get most of what it can get from small data sets; a small data set is gone
    /// through more often, though no more than <see cref="MostEpochs"/> times.
    /// </summary>
    private const int Steps = 4000;

    private const int LeastEpochs = 10;
    private const int MostEpochs = 80;

    /// <summary>The average's memory in epochs.</summary>
    private const double AverageEpochs = 2;

    /// <summary>A ResNet-18 with half the blocks, which a few thousand images can fill, and a processor train.</summary>
    private const string DefaultArch = "resnet10";

    public static ScratchRecipe For(int images, TransferLearningOptions options)
    {
        ResNetSpec spec = Network(options.Arch ?? DefaultArch);
        int size = options.Size ?? (spec.DefaultSize < 64 ? spec.DefaultSize : DefaultSize);
        int stepsPerEpoch = Math.Max(1, images / options.BatchSize);
        int epochs = options.Epochs ?? Math.Clamp(Steps / stepsPerEpoch, LeastEpochs, MostEpochs);
        return new ScratchRecipe(spec, new TrainingSettings(
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
            BalancesClasses = options.BalanceClasses,
            MicroBatchSize = options.MicroBatchSize,
            Patience = options.Patience,
        });
    }

    private static ResNetSpec Network(string id)
    {
        if (ResNetFamily.TryGet(id, out ResNetSpec? spec))
            return spec;
        throw new MLResNetException($"The option Arch names no network, '{id}'; there are {string.Join(", ", ResNetFamily.Ids)}.");
    }
}
