using MLResNet.Backbones;
using MLResNet.Engine.Networks;
using MLResNet.Packaging;

namespace MLResNet.Training.Pretraining;

/// <summary>Fills in what the options leave open.</summary>
internal static class PretrainingRecipe
{
    private const string Arch = "resnet18v2";

    /// <summary>Peak learning rate for a batch of 128.</summary>
    private const double LearningRate = 3e-3;

    private const int LeastStartSize = 32;

    /// <summary>
    /// The average's memory as a share of the steps at the final size: of what it took in before them, statistics of smaller
    /// images among it, exp(-8) is left at the end.
    /// </summary>
    private const double AverageShare = 1 / 8.0;

    /// <summary>Looks at the data and settles every setting.</summary>
    /// <exception cref="DatasetException">The data cannot be trained on.</exception>
    /// <exception cref="MLResNetException">
    /// An option is out of its range, or the earlier backbone is of another network.
    /// </exception>
    public static TrainingPlan Plan(
        ImageFolder images, PretrainedBackbone? earlier, PretrainingOptions options, CancellationToken cancellationToken)
    {
        OptionRange.Require(options.Size is >= 32 and <= 2048, nameof(options.Size), "32 to 2048", options.Size);
        int start = options.StartSize ?? Math.Min(options.Size, Math.Max(LeastStartSize, options.Size / 2));
        OptionRange.Require(
            start >= 16 && start <= options.Size, nameof(options.StartSize), $"16 to the {nameof(options.Size)}, {options.Size}", start);
        OptionRange.Require(
            options.CheckpointInterval > TimeSpan.Zero, nameof(options.CheckpointInterval), "above 0", options.CheckpointInterval);
        if (options.Resume && options.Checkpoint is null)
            throw new MLResNetException($"The option {nameof(options.Resume)} needs a {nameof(options.Checkpoint)} to go on from.");

        BackboneId.Require(options.Id, nameof(options.Id));

        if (earlier is not null)
            EnsureFits(earlier, options);

        TrainingPlan plan = TrainingPlan.Create(images, new TransferLearningOptions
        {
            Tune = Tune.Scratch,
            Arch = options.Arch ?? earlier?.Spec.Id ?? Arch,
            Size = options.Size,
            StartSize = start,
            Epochs = options.Epochs,
            BatchSize = options.BatchSize,
            LearningRate = options.LearningRate ?? LearningRate * Math.Sqrt(options.BatchSize / 128.0),
            WeightDecay = options.WeightDecay,
            LabelSmoothing = options.LabelSmoothing,
            BalanceClasses = options.BalanceClasses,
            Augmentation = options.Augmentation,
            Seed = options.Seed,
            Threads = options.Threads,
            Strict = options.Strict,
            Validation = options.Validation,
            ValidationFraction = options.ValidationFraction,
        }, teachers: null, cancellationToken);
        var sizes = new SizeSchedule(start, options.Size, options.Epochs);
        int finalSteps = sizes.FinalEpochs * Math.Max(1, plan.Images.Count / options.BatchSize);
        TrainingSettings settings = plan.Settings with
        {
            MovingAverage = 1 - 1 / (AverageShare * finalSteps + 1),
        };
        return plan with
        {
            Settings = settings,
            Preprocessing = earlier?.Preprocessing.WithSize(options.Size) ?? plan.Preprocessing,
        };
    }

    private static void EnsureFits(PretrainedBackbone earlier, PretrainingOptions options)
    {
        ResNetSpec spec = earlier.Spec;
        if (options.Arch is { } arch && arch != spec.Id)
            throw new MLResNetException($"{options.From} is a {spec.Id}, not a {arch}; leave the option {nameof(options.Arch)} out.");
        if (!ResNetFamily.TryGet(spec.Id, out ResNetSpec? known) || known with { Classes = spec.Classes, DefaultSize = spec.DefaultSize } != spec)
            throw new MLResNetException($"{options.From} is another network than {spec.Id} is here; pretraining cannot go on from it.");
    }
}
