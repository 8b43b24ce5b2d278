namespace MLResNet;

public sealed partial record TransferLearningOptions
{
    private static readonly TransferLearningOptions Defaults = new();

    /// <summary>
    /// The first setting that is not left open though it has no effect on what is to be trained; null if there is none.
    /// </summary>
    internal string? OfNoEffect => Tune switch
    {
        _ when From is not null && Backbone is not null => nameof(Backbone), // the earlier model is the backbone
        not Tune.Head when AdaptNorms => nameof(AdaptNorms),
        not Tune.Head when Soup > 1 && Patience is not null => nameof(Patience), // it takes each training's last epoch
        Tune.Scratch => OnlyForBackbones ?? FeatureCacheIfSet ?? OnlyForFineTuning,
        Tune.Head => ArchIfSet ?? OnlyForEpochs ?? OnlyForFineTuning,
        Tune.All when Stages is not null => nameof(Stages),
        Tune.Auto when Arch is not null => OnlyForBackbones ?? OnlyForFineTuning,
        _ => ArchIfSet,
    };

    /// <summary>The first setting that only a backbone's head has and that is not left open; null if there is none.</summary>
    internal string? OnlyForBackbones =>
        Backbone is not null ? nameof(Backbone)
        : From is not null ? nameof(From)
        : L2 is not null ? nameof(L2)
        : null;

    private string? ArchIfSet => Arch is null ? null : nameof(Arch);

    /// <summary>
    /// The name of the cache's setting where that is not left open: no reason to want a head, but of no use without one.
    /// </summary>
    private string? FeatureCacheIfSet => FeatureCacheBytes == Defaults.FeatureCacheBytes ? null : nameof(FeatureCacheBytes);

    /// <summary>The first setting of fine-tuning that is not left open; null if there is none.</summary>
    private string? OnlyForFineTuning =>
        Stages is not null ? nameof(Stages)
        : RateDecay is not null ? nameof(RateDecay)
        : FreezeNorms ? nameof(FreezeNorms)
        : Soup is not null ? nameof(Soup)
        : null;

    /// <summary>The first setting of trainings in epochs that is not left open; null if there is none.</summary>
    private string? OnlyForEpochs =>
        Epochs is not null ? nameof(Epochs)
        : StartSize is not null ? nameof(StartSize)
        : Patience is not null ? nameof(Patience)
        : MicroBatchSize is not null ? nameof(MicroBatchSize)
        : Schedule is not null ? nameof(Schedule)
        : Checkpoint is not null ? nameof(Checkpoint)
        : Resume ? nameof(Resume)
        : LearningRate is not null ? nameof(LearningRate)
        : Optimizer != Defaults.Optimizer ? nameof(Optimizer)
        : WeightDecay is not null ? nameof(WeightDecay)
        : AverageEpochs is not null ? nameof(AverageEpochs)
        : !LabelSmoothing.Equals(Defaults.LabelSmoothing) ? nameof(LabelSmoothing)
        : Augmentation != Defaults.Augmentation ? nameof(Augmentation)
        : Teachers.Count > 0 ? nameof(Teachers)
        : null;

    /// <exception cref="MLResNetException">An option is out of its range; the message names it.</exception>
    internal void Validate()
    {
        OptionRange.Require(Size is null or (>= 16 and <= 2048), nameof(Size), "16 to 2048", Size ?? 0);
        OptionRange.Require(Epochs is null or >= 1, nameof(Epochs), "at least 1", Epochs ?? 0);
        OptionRange.Require(BatchSize >= 2, nameof(BatchSize), "at least 2", BatchSize);
        OptionRange.Require(Stages is null or >= 1, nameof(Stages), "at least 1", Stages ?? 0);
        OptionRange.Require(RateDecay is null or (> 0 and <= 1), nameof(RateDecay), "above 0 and at most 1", RateDecay ?? 0);
        OptionRange.Require(Soup is null or (>= 1 and <= 100), nameof(Soup), "1 to 100", Soup ?? 0);
        OptionRange.Require(Patience is null or >= 1, nameof(Patience), "at least 1", Patience ?? 0);
        OptionRange.Require(MicroBatchSize is null or >= 2, nameof(MicroBatchSize), "at least 2", MicroBatchSize ?? 0);
        OptionRange.Require(CheckpointInterval > TimeSpan.Zero, nameof(CheckpointInterval), "above 0", CheckpointInterval);
        OptionRange.Require(LearningRate is null or (> 0 and < 1000), nameof(LearningRate), "above 0", LearningRate ?? 0);
        OptionRange.Require(Enum.IsDefined(Optimizer), nameof(Optimizer), string.Join(" or ", Enum.GetNames<OptimizerKind>()), Optimizer);
        OptionRange.Require(WeightDecay is null or (>= 0 and < 1000), nameof(WeightDecay), "0 or more", WeightDecay ?? 0);
        OptionRange.Require(AverageEpochs is null or (>= 0 and < 1e6), nameof(AverageEpochs), "0 or more", AverageEpochs ?? 0);
        OptionRange.Require(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), "0 up to, but not, 1", LabelSmoothing);
        OptionRange.Require(TeacherShare is null or (> 0 and <= 1), nameof(TeacherShare), "above 0 and at most 1", TeacherShare ?? 0);
        OptionRange.Require(L2 is null or (> 0 and < 1e6), nameof(L2), "above 0", L2 ?? 0);
        OptionRange.Require(FeatureCacheBytes >= 0, nameof(FeatureCacheBytes), "0 or more", FeatureCacheBytes);
        OptionRange.Require(Threads >= 0, nameof(Threads), "0 or more", Threads);
        OptionRange.Require(
            ValidationFraction is null or (>= 0 and < 1), nameof(ValidationFraction), "0 up to, but not, 1", ValidationFraction ?? 0);
        OptionRange.Require(
            Enum.IsDefined(BalanceClasses), nameof(BalanceClasses), string.Join(" or ", Enum.GetNames<ClassBalance>()), BalanceClasses);
        Augmentation.Validate();
        if (Resume && Checkpoint is null)
            throw new MLResNetException($"The option {nameof(Resume)} needs a {nameof(Checkpoint)} to go on from.");
        if (TeacherShare is not null && Teachers.Count == 0)
            throw new MLResNetException($"The option {nameof(TeacherShare)} needs {nameof(Teachers)} to learn from.");
        try
        {
            Schedule?.Validate();
        }
        catch (ArgumentException e)
        {
            throw new MLResNetException($"The option {nameof(Schedule)} cannot be used: {e.Message}", e);
        }
    }
}
