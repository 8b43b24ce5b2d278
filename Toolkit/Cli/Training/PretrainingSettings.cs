using System.CommandLine;
using System.Globalization;
using MLResNet.Cli.Commands;
using MLResNet.Imaging;

namespace MLResNet.Cli.Training;

/// <summary>The options that say how to pretrain.</summary>
internal sealed class PretrainingSettings
{
    private static readonly PretrainingOptions Defaults = new();

    private readonly Option<string?> _arch = new("--arch")
    {
        Description = $"The network: resnet18v2, resnet18, resnet50, … [default: resnet18v2, or that of --from]",
        HelpName = "id",
    };

    private readonly Option<string?> _from = new("--from")
    {
        Description = "An earlier backbone of the same network to go on from, with a schedule anew; its classes may be others [default: random weights]",
        HelpName = "backbone.mlresnet",
    };

    private readonly Option<int?> _size = CommonOptions.Integer(
        "--size", $"Side of the square that the network sees at the end, in pixels [default: {Defaults.Size}]", 32, 2048);

    private readonly Option<int?> _startSize = CommonOptions.Integer(
        "--start-size", "Side of the square in the first half of the epochs [default: half of --size, at least 32]", 16, 2048);

    private readonly Option<int?> _epochs = CommonOptions.Integer(
        "--epochs", $"Passes over the images [default: {Defaults.Epochs}]", 1);

    private readonly Option<int?> _batch = CommonOptions.Integer("--batch", $"Images a step [default: {Defaults.BatchSize}]", 2);

    private readonly Option<double?> _learningRate = CommonOptions.Number(
        "--learning-rate", "Highest learning rate of the one-cycle schedule", "above 0", x => x > 0 && double.IsFinite(x));

    private readonly Option<double?> _weightDecay = CommonOptions.Number(
        "--weight-decay", $"Weight decay of AdamW [default: {Defaults.WeightDecay.ToString(CultureInfo.InvariantCulture)}]",
        "of 0 or more", x => x >= 0 && double.IsFinite(x));

    private readonly Option<double?> _labelSmoothing = CommonOptions.Number(
        "--label-smoothing",
        $"Share of the target that is spread over all classes [default: {Defaults.LabelSmoothing.ToString(CultureInfo.InvariantCulture)}]",
        "of 0 to below 1", x => x is >= 0 and < 1);

    private readonly Option<ClassBalance> _balance = CommonOptions.BalanceClasses();

    private readonly Option<Augmentation> _augment = AugmentationOption.Create(
        "How images are varied from epoch to epoch; 'mlresnet inspect --augment' shows it [default: standard]");

    private readonly Option<double?> _validationFraction = CommonOptions.Number(
        "--validation-fraction",
        "Part of the images to measure each epoch on, where the folder has no part for it "
        + $"[default: {Defaults.ValidationFraction.ToString(CultureInfo.InvariantCulture)}]",
        "of 0 to below 1", x => x is >= 0 and < 1);

    private readonly Option<double?> _checkpointMinutes = CommonOptions.Number(
        "--checkpoint-minutes",
        $"The longest time without a new checkpoint [default: {Defaults.CheckpointInterval.TotalMinutes}]",
        "above 0", x => x > 0 && x <= TimeSpan.MaxValue.TotalMinutes / 2);

    private readonly Option<string?> _id = new("--id")
    {
        Description = "What the backbone is called [default: the output's name]",
        HelpName = "id",
    };

    private readonly Option<bool> _half = CommonOptions.Half();

    private readonly Option<string?> _license = new("--license")
    {
        Description = "The weights' licence and the images' terms: a sentence for the backbone to carry",
        HelpName = "text",
    };

    private readonly Option<int?> _seed = CommonOptions.Seed();

    private readonly Option<int?> _threads = CommonOptions.Threads();

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _arch, _from, _size, _startSize, _epochs, _batch, _learningRate, _weightDecay, _labelSmoothing, _balance, _augment,
            _validationFraction, _checkpointMinutes, _half, _id, _license, _seed, _threads,
        ];
        foreach (Option option in all)
            command.Add(option);
    }

    public PretrainingOptions Read(ParseResult parsed) => Defaults with
    {
        Arch = parsed.GetValue(_arch),
        From = parsed.GetValue(_from),
        Size = parsed.GetValue(_size) ?? Defaults.Size,
        StartSize = parsed.GetValue(_startSize),
        Epochs = parsed.GetValue(_epochs) ?? Defaults.Epochs,
        BatchSize = parsed.GetValue(_batch) ?? Defaults.BatchSize,
        LearningRate = parsed.GetValue(_learningRate),
        WeightDecay = parsed.GetValue(_weightDecay) ?? Defaults.WeightDecay,
        LabelSmoothing = parsed.GetValue(_labelSmoothing) ?? Defaults.LabelSmoothing,
        BalanceClasses = parsed.GetValue(_balance),
        Augmentation = parsed.GetValue(_augment) ?? Defaults.Augmentation,
        ValidationFraction = parsed.GetValue(_validationFraction) ?? Defaults.ValidationFraction,
        CheckpointInterval = parsed.GetValue(_checkpointMinutes) is { } minutes
            ? TimeSpan.FromMinutes(minutes)
            : Defaults.CheckpointInterval,
        HalfPrecision = parsed.GetValue(_half),
        Id = parsed.GetValue(_id),
        License = parsed.GetValue(_license),
        Seed = parsed.GetValue(_seed) ?? Defaults.Seed,
        Threads = parsed.GetValue(_threads) ?? Defaults.Threads,
    };
}
