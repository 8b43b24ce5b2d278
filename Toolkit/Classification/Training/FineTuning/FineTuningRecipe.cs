using MLResNet.Engine.Networks;
using MLResNet.Packaging;
using MLResNet.Training.Distillation;

namespace MLResNet.Training.FineTuning;

/// <summary>
/// How a pretrained network is trained on: AdamW on a one-cycle schedule, slower towards the pixels, with a moving average of the
/// weights. Fills in what the options leave open.
/// </summary>
internal static class FineTuningRecipe
{
    /// <summary>What the rate of a stage is of that of the stage after it.</summary>
    private const double RateDecay = 0.7;

    private static readonly EpochRecipe Recipe =
        new(LearningRate: 1e-3, Steps: 800, LeastEpochs: 4, MostEpochs: 12, AverageEpochs: 1);

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
    /// <param name="teachers">Models whose answers it learns from; null for none.</param>
    public static TrainingSettings For(int stages, int size, int images, TransferLearningOptions options, Teachers? teachers) =>
        Recipe.Settle(size, images, options, teachers) with
        {
            TrainedStages = stages,
            RateDecay = options.RateDecay ?? RateDecay,
            FreezesNorms = options.FreezeNorms,
            Soup = options.Soup > 1 ? options.Soup : null,
        };
}
