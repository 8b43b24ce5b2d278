using MLResNet.Engine.Optimizers;

namespace MLResNet.Engine.Training;

/// <summary>How a network is trained, apart from its data and the learning rate, which come with each step.</summary>
public sealed record TrainerOptions
{
    /// <summary>The rule that turns gradients into updates, with weight decay and gradient clipping.</summary>
    public OptimizerOptions Optimizer { get; init; } = new SgdOptions { Momentum = 0.9 };

    /// <summary>
    /// The share of the target that is spread evenly over all classes: 0 up to, but not, 1 (Szegedy et al. 2016). Of images with
    /// any number of labels it is so for each label.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// A weight a class in the loss of images of one class, positive, as many as the network has classes; null for equal ones.
    /// </summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>
    /// What having a label and not having it count in the loss of images with any number of labels, a pair for each of the
    /// network's classes; null for 1.
    /// </summary>
    public IReadOnlyList<LabelWeights>? LabelWeights { get; init; }

    /// <summary>
    /// Decay of the moving average of all parameters that predictions and snapshots are made with, 0 to below 1; 0 takes the
    /// parameters as they are. Early on the average forgets faster, with (1 + steps) / (10 + steps), lest it remember the initial
    /// values.
    /// </summary>
    public double AverageDecay { get; init; }

    /// <summary>
    /// How many of the last stages are trained, with what follows them; the stem belongs to the first stage. Null for all. What
    /// is before them stays as it is and is not run: a step takes, in place of pixels, the map that a <see
    /// cref="Inference.StagePlan"/> gives.
    /// </summary>
    public int? TrainedStages { get; init; }

    /// <summary>
    /// What the learning rate of a stage is of that of the stage after it, above 0 to 1; what follows the last stage has the full
    /// rate, the last stage this share of it (Howard and Ruder 2018, arXiv:1801.06146, section 3.2).
    /// </summary>
    public double RateDecay { get; init; } = 1;

    /// <summary>Whether batch norms stay as they are, and normalise by their running statistics in training too.</summary>
    public bool FreezeNorms { get; init; }

    /// <summary>
    /// Images that are computed together at most, at least 1: a larger batch is gone through in even parts whose gradients are
    /// added up before the one update, in less memory (gradient accumulation). Batch norms see a part at a time. Null for the
    /// whole batch.
    /// </summary>
    public int? MicroBatchSize { get; init; }

    /// <summary>Threads and vector instructions.</summary>
    public ComputeOptions Compute { get; init; } = ComputeOptions.Default;
}
