using System.CommandLine;
using MLResNet.Cli.Commands;
using MLResNet.Engine.Optimizers;
using MLResNet.Imaging;

namespace MLResNet.Cli.Training;

/// <summary>The options that say how to train.</summary>
internal sealed class TrainingOptions
{
    private static readonly TransferLearningOptions Defaults = new();
    private static readonly LearningRateSchedule OneCycle = new OneCycleSchedule();

    private readonly Option<Tune> _tune = CommonOptions.Choice(
        "--tune",
        "What to train: a head on a pretrained backbone, its last stages, all of it, or a network from scratch; "
            + "auto trains as much of a backbone as pays [default: auto]",
        ("auto", Tune.Auto), ("head", Tune.Head), ("last-stages", Tune.LastStages), ("all", Tune.All), ("scratch", Tune.Scratch));

    private readonly Option<string?> _backbone = new("--backbone")
    {
        Description = "The pretrained network to build on: an id, as 'mlresnet backbones list' has it, or a .mlresnet file "
            + "[default: the best at hand]",
        HelpName = "id|file",
    };

    private readonly Option<string?> _from = new("--from")
    {
        Description = "An earlier model to go on from, on more photos or other classes",
        HelpName = "model.mlresnet",
    };

    private readonly Option<double?> _l2 = CommonOptions.Number(
        "--l2", "Penalty on the weights of a head [default: the one that tells held-out images best]",
        "above 0", x => x is > 0 and < 1e6);

    private readonly Option<bool> _mirror = new("--mirror")
    {
        Description = "Make a model that answers by the mean of an image and its mirror image, in twice the time",
    };

    private readonly Option<bool> _adaptNorms = new("--adapt-norms")
    {
        Description = "With '--tune head', give the backbone's batch norms the statistics of the images first",
    };

    private readonly Option<ClassBalance> _balance = CommonOptions.BalanceClasses();

    private readonly Option<bool> _multiLabel = CommonOptions.MultiLabel(
        "Train a model that gives an image any number of labels, even if each of these has one "
            + "[default: if one of these has several]");

    private readonly Option<bool> _noCache = new("--no-cache")
    {
        Description = "Compute the features for a head anew, and do not keep them",
    };

    private readonly Option<string?> _arch = new("--arch")
    {
        Description = "The network to train from scratch: resnet10, resnet18, resnet50, … [default: resnet10]",
        HelpName = "id",
    };

    private readonly Option<int?> _size = CommonOptions.Integer(
        "--size", "Side of the square that the network sees, in pixels [default: what suits the network]", 16, 2048);

    private readonly Option<int?> _startSize = CommonOptions.Integer(
        "--start-size", "Side of the square in the first half of the epochs [default: as --size]", 16, 2048);

    private readonly Option<int?> _stages = CommonOptions.Integer(
        "--stages", "How many of the last stages '--tune last-stages' trains [default: 1]", 1);

    private readonly Option<double?> _rateDecay = CommonOptions.Number(
        "--rate-decay", "In fine-tuning, the learning rate of a stage as a share of the next one's [default: 0.7]",
        "above 0 and at most 1", x => x is > 0 and <= 1);

    private readonly Option<bool> _freezeNorms = new("--freeze-norms")
    {
        Description = "In fine-tuning, leave batch norms as they are",
    };

    private readonly Option<int?> _soup = CommonOptions.Integer(
        "--soup", "Fine-tune so many times from the same head, and average the weights: better, in so many times the training [default: 1]",
        1, 100);

    private readonly Option<int?> _epochs = CommonOptions.Integer(
        "--epochs", "Passes over the images [default: by their number]", 1);

    private readonly Option<int?> _batch = CommonOptions.Integer("--batch", $"Images a step [default: {Defaults.BatchSize}]", 2);

    private readonly Option<int?> _microBatch = CommonOptions.Integer(
        "--micro-batch", "Images of a batch that are computed together at most, to save memory [default: all]", 2);

    private readonly Option<int?> _patience = CommonOptions.Integer(
        "--patience", "Stop after so many epochs without a better one [default: go on to the last]", 1);

    private readonly Option<OptimizerKind> _optimizer = CommonOptions.Choice(
        "--optimizer", "By which rule the weights follow their gradients; sgd has a momentum of 0.9 [default: adamw]",
        ("adamw", OptimizerKind.AdamW), ("adam", OptimizerKind.Adam), ("sgd", OptimizerKind.Sgd));

    private readonly Option<double?> _learningRate = CommonOptions.Number(
        "--learning-rate", "Highest learning rate of the schedule [default: what suits the training]",
        "above 0", x => x > 0 && double.IsFinite(x));

    private readonly Option<LearningRateSchedule> _schedule = CommonOptions.Choice<LearningRateSchedule>(
        "--schedule", "How the learning rate changes [default: one-cycle]",
        ("one-cycle", OneCycle), ("cosine", new CosineSchedule()), ("step", new StepSchedule()), ("constant", new ConstantSchedule()));

    private readonly Option<double?> _warmUp = CommonOptions.Number(
        "--warm-up", "Share of the steps in which '--schedule cosine' goes up to the highest rate [default: 0.05]",
        "of 0 to 1", x => x is >= 0 and <= 1);

    private readonly Option<double?> _weightDecay = CommonOptions.Number(
        "--weight-decay", "Weight decay [default: 0.05 with adamw, 0.0001 with others]",
        "of 0 or more", x => x >= 0 && double.IsFinite(x));

    private readonly Option<double?> _averageEpochs = CommonOptions.Number(
        "--average-epochs",
        "Memory in epochs of the moving average of the weights that is kept, 0 for the weights as they are [default: 2 from scratch, 1 in fine-tuning]",
        "of 0 or more", x => x >= 0 && double.IsFinite(x));

    private readonly Option<double?> _labelSmoothing = CommonOptions.Number(
        "--label-smoothing", $"Share of the target that is spread over all classes [default: {Defaults.LabelSmoothing}]",
        "of 0 to below 1", x => x is >= 0 and < 1);

    private readonly Option<Augmentation> _augment = AugmentationOption.Create(
        "How images are varied from epoch to epoch; 'mlresnet inspect --augment' shows it [default: standard]");

    private readonly Option<string[]> _teachers = new("--teacher")
    {
        Description = "A trained model by whose answers this one is trained too; may be given several times",
        HelpName = "model.mlresnet",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<double?> _teacherShare = CommonOptions.Number(
        "--teacher-share", "What the answers of '--teacher' are of an image's target, its label having the rest [default: 0.5]",
        "above 0 and at most 1", x => x is > 0 and <= 1);

    private readonly Option<double?> _validationFraction = CommonOptions.Number(
        "--validation-fraction",
        "Part of the training images that chooses the best epoch [default: 0.1, or 0 where a class has under 20 images; "
            + "with several labels an image, where there are under 200]",
        "of 0 to below 1", x => x is >= 0 and < 1);

    private readonly Option<int?> _seed = CommonOptions.Seed();

    private readonly Option<int?> _threads = CommonOptions.Threads();

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _tune, _backbone, _from, _multiLabel, _l2, _mirror, _adaptNorms, _balance, _noCache, _stages, _rateDecay, _freezeNorms, _soup,
            _arch, _size, _startSize, _epochs, _batch, _microBatch, _patience, _optimizer, _learningRate, _schedule, _warmUp, _weightDecay, _averageEpochs,
            _labelSmoothing, _augment, _teachers, _teacherShare, _validationFraction, _seed, _threads,
        ];
        foreach (Option option in all)
            command.Add(option);
    }

    public TransferLearningOptions Read(ParseResult parsed) => Defaults with
    {
        Tune = parsed.GetValue(_tune),
        Backbone = parsed.GetValue(_backbone) is { } name ? BackboneOf(name) : null,
        From = parsed.GetValue(_from),
        MultiLabel = parsed.GetValue(_multiLabel),
        L2 = parsed.GetValue(_l2),
        MirrorImages = parsed.GetValue(_mirror),
        AdaptNorms = parsed.GetValue(_adaptNorms),
        BalanceClasses = parsed.GetValue(_balance),
        FeatureCacheBytes = parsed.GetValue(_noCache) ? 0 : Defaults.FeatureCacheBytes,
        Arch = parsed.GetValue(_arch),
        Size = parsed.GetValue(_size),
        StartSize = parsed.GetValue(_startSize),
        Stages = parsed.GetValue(_stages),
        RateDecay = parsed.GetValue(_rateDecay),
        FreezeNorms = parsed.GetValue(_freezeNorms),
        Soup = parsed.GetValue(_soup),
        MicroBatchSize = parsed.GetValue(_microBatch),
        Patience = parsed.GetValue(_patience),
        Schedule = ScheduleOf(parsed),
        Epochs = parsed.GetValue(_epochs),
        BatchSize = parsed.GetValue(_batch) ?? Defaults.BatchSize,
        LearningRate = parsed.GetValue(_learningRate),
        Optimizer = parsed.GetValue(_optimizer),
        WeightDecay = parsed.GetValue(_weightDecay),
        AverageEpochs = parsed.GetValue(_averageEpochs),
        LabelSmoothing = parsed.GetValue(_labelSmoothing) ?? Defaults.LabelSmoothing,
        Augmentation = parsed.GetValue(_augment) ?? Defaults.Augmentation,
        Teachers = parsed.GetValue(_teachers) ?? [],
        TeacherShare = parsed.GetValue(_teacherShare),
        ValidationFraction = parsed.GetValue(_validationFraction),
        Seed = parsed.GetValue(_seed) ?? Defaults.Seed,
        Threads = parsed.GetValue(_threads) ?? Defaults.Threads,
    };

    private LearningRateSchedule? ScheduleOf(ParseResult parsed)
    {
        LearningRateSchedule schedule = parsed.GetValue(_schedule) ?? OneCycle;
        return (schedule, parsed.GetValue(_warmUp)) switch
        {
            (CosineSchedule cosine, { } warmUp) => cosine with { WarmUp = warmUp },
            (_, not null) => throw new MLResNetException("--warm-up belongs to --schedule cosine; leave one of them out."),
            (OneCycleSchedule, _) => null,
            _ => schedule,
        };
    }

    /// <summary>What looks like a file is one: ids have no separator and do not end so.</summary>
    private static Backbone BackboneOf(string name) =>
        name.EndsWith(".mlresnet", StringComparison.OrdinalIgnoreCase) || name.Contains('/') || name.Contains(Path.DirectorySeparatorChar)
            ? Backbone.FromFile(name)
            : Backbone.FromId(name);
}
