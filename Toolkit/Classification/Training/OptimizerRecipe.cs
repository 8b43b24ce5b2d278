using MLResNet.Engine.Optimizers;
using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>What an optimizer takes where the options leave it open.</summary>
/// <param name="Name">What the settings of a training call it.</param>
/// <param name="WeightDecay">Its weight decay.</param>
/// <param name="RateOverAdamW">How much higher its learning rates are than AdamW's, for a batch of 32.</param>
/// <param name="BatchExponent">By which power of the batch its learning rates grow.</param>
internal sealed record OptimizerRecipe(string Name, double WeightDecay, double RateOverAdamW, double BatchExponent)
{
    private static readonly OptimizerRecipe AdamW = new("AdamW", 0.05, RateOverAdamW: 1, BatchExponent: 0.5);

    private static readonly OptimizerRecipe Adam = AdamW with { Name = "Adam", WeightDecay = 1e-4 };

    /// <summary>
    /// From scratch 0.1 for a batch of 128, as He et al. 2015; for others in proportion (Goyal et al. 2017, arXiv:1706.02677).
    /// </summary>
    private static readonly OptimizerRecipe Sgd = new("SGD", 1e-4, RateOverAdamW: 12.5, BatchExponent: 1);

    /// <summary>The recipe of an optimizer.</summary>
    public static OptimizerRecipe Of(OptimizerKind kind) => kind switch
    {
        OptimizerKind.Adam => Adam,
        OptimizerKind.Sgd => Sgd,
        _ => AdamW,
    };

    /// <summary>The engine's options for settled settings.</summary>
    public static OptimizerOptions Options(TrainingSettings settings) => settings.Optimizer switch
    {
        "Adam" => new AdamOptions { WeightDecay = settings.WeightDecay },
        "SGD" => new SgdOptions { WeightDecay = settings.WeightDecay, Momentum = 0.9 },
        _ => new AdamWOptions { WeightDecay = settings.WeightDecay },
    };

    /// <summary>The peak learning rate for a batch, from what AdamW takes for 32.</summary>
    public double LearningRate(double adamW, int batchSize) => adamW * RateOverAdamW * Math.Pow(batchSize / 32.0, BatchExponent);
}
