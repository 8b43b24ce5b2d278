using MLResNet.Engine.Optimizers;

namespace MLResNet.Engine.Training;

/// <summary>How a network is trained, apart from its data and the learning rate, which come with each step.</summary>
public sealed record TrainerOptions
{
    /// <summary>The rule that turns gradients into updates, with weight decay and gradient clipping.</summary>
    public OptimizerOptions Optimizer { get; init; } = new SgdOptions { Momentum = 0.9 };

    /// <summary>The share of the target that is spread evenly over all classes: 0 up to, but not, 1 (Szegedy et al. 2016).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>A weight a class in the loss, positive, as many as the network has classes; null for equal ones.</summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>
    /// Decay of the moving average of all parameters that predictions and snapshots are made with, 0 to below 1; 0 takes the parameters as
    /// they are. Early on the average forgets faster, with (1 + steps) / (10 + steps), lest it remember the initial values.
    /// </summary>
    public double AverageDecay { get; init; }

    /// <summary>Threads and vector instructions.</summary>
    public ComputeOptions Compute { get; init; } = ComputeOptions.Default;
}
