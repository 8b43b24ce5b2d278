using MLResNet.Engine.Optimizers;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.CodeGeneration.CSharp;

/// <summary>
/// The <see cref="TransferLearningOptions"/> that a model was trained with, as far as its package tells, as an initializer.
/// </summary>
/// <remarks>
/// What an automatic choice came to stands there as that choice, so that training again does not depend on how many images there
/// are; a penalty that was chosen by held-out images is chosen anew. Text from the package stands in quotes, or is not taken.
/// </remarks>
internal sealed class TrainingCode
{
    private static readonly TransferLearningOptions Defaults = new();

    private readonly List<string> _lines = [];
    private readonly SortedSet<string> _namespaces = new(StringComparer.OrdinalIgnoreCase) { nameof(MLResNet) };

    public TrainingCode(ModelManifest model)
    {
        ModelProvenance? from = model.Provenance;
        Tune tune = Enum.TryParse(from?.Tune, out Tune known) && Enum.IsDefined(known) ? known : Tune.Auto;
        Set(nameof(Defaults.Tune), Literal.Of(tune));
        if (tune == Tune.Scratch)
            Set(nameof(Defaults.Arch), Literal.Of(model.Spec.Id));
        else if (model.Backbone is { } backbone)
            Set(nameof(Defaults.Backbone), Literal.Of(backbone.Id));
        if (model.Thresholds is not null)
            Set(nameof(Defaults.MultiLabel), "true");
        if (model.MirrorImages)
            Set(nameof(Defaults.MirrorImages), "true");
        if (from?.Head is { } head && tune != Tune.Scratch)
            SetHead(head, tune);
        if (from?.Settings is { } settings && tune != Tune.Head)
            SetEpochs(settings, from.Data, tune);
        else if (from?.Head is { } only)
            Set(nameof(Defaults.Size), Literal.Of(only.Size));
        BalanceOf(from);
        if (from?.Seed is >= 0 and <= int.MaxValue and var seed && seed != Defaults.Seed)
            Set(nameof(Defaults.Seed), Literal.Of((int)seed));
    }

    /// <summary>The lines of the initializer.</summary>
    public string Initializer => string.Join('\n', _lines);

    /// <summary>The using directives that it takes, and others.</summary>
    public string Usings(params string[] others) => string.Join(
        '\n', _namespaces.Union(others).Order(StringComparer.OrdinalIgnoreCase).Select(each => $"using {each};"));

    private void SetHead(HeadSettings head, Tune tune)
    {
        if (head.Trials.Count == 0)
            Set(nameof(Defaults.L2), Literal.Of(head.L2));
        if (head.AdaptedNorms && tune == Tune.Head)
            Set(nameof(Defaults.AdaptNorms), "true");
    }

    private void SetEpochs(TrainingSettings settings, TrainingData data, Tune tune)
    {
        Set(nameof(Defaults.Size), Literal.Of(settings.Size));
        if (settings.StartSize is { } start)
            Set(nameof(Defaults.StartSize), Literal.Of(start));
        if (tune == Tune.LastStages && settings.TrainedStages is { } stages)
            Set(nameof(Defaults.Stages), Literal.Of(stages));
        if (tune != Tune.Scratch)
        {
            Set(nameof(Defaults.RateDecay), Literal.Of(settings.RateDecay ?? 1));
            if (settings.FreezesNorms)
                Set(nameof(Defaults.FreezeNorms), "true");
            if (settings.Soup is { } soup)
                Set(nameof(Defaults.Soup), Literal.Of(soup));
        }
        Set(nameof(Defaults.Epochs), Literal.Of(settings.Epochs));
        if (settings.Patience is { } patience)
            Set(nameof(Defaults.Patience), Literal.Of(patience));
        Set(nameof(Defaults.BatchSize), Literal.Of(settings.BatchSize));
        if (settings.MicroBatchSize is { } micro)
            Set(nameof(Defaults.MicroBatchSize), Literal.Of(micro));
        if (Enum.TryParse(settings.Optimizer, ignoreCase: true, out OptimizerKind optimizer) && Enum.IsDefined(optimizer))
            Set(nameof(Defaults.Optimizer), Literal.Of(optimizer));
        Set(nameof(Defaults.LearningRate), Literal.Of(settings.LearningRate));
        SetSchedule(settings.Schedule);
        Set(nameof(Defaults.WeightDecay), Literal.Of(settings.WeightDecay));
        Set(nameof(Defaults.AverageEpochs), Literal.Of(AverageEpochs(settings, data)));
        Set(nameof(Defaults.LabelSmoothing), Literal.Of(settings.LabelSmoothing));
        SetAugmentation(settings.Augmentation);
        if (settings.Teachers is { Count: > 0 } teachers)
            _lines.Add($"// {nameof(Defaults.Teachers)} = [...] // {teachers.Count} taught this model; its package does not say where they are.");
        Set(nameof(Defaults.ValidationFraction), Literal.Of(HeldOut(data)));
    }

    /// <summary>
    /// The memory of the average in epochs, where the package has it as the decay of a step: 1 - 1 / (epochs * steps + 1).
    /// </summary>
    private static double AverageEpochs(TrainingSettings settings, TrainingData data)
    {
        int stepsPerEpoch = Math.Max(1, data.Images / Math.Max(1, settings.BatchSize));
        double epochs = (1 / (1 - Math.Clamp(settings.MovingAverage, 0, 1 - 1e-9)) - 1) / stepsPerEpoch;
        return Math.Round(epochs, 3);
    }

    /// <summary>The share that chose the epoch; what a data set brings along itself comes before it.</summary>
    private static double HeldOut(TrainingData data) => data.ValidationImages <= 0
        ? 0
        : Math.Clamp(Math.Round(1 / (1 + (double)Math.Max(0, data.Images) / data.ValidationImages), 2), 0.01, 0.99);

    private void BalanceOf(ModelProvenance? from)
    {
        if (from is { Settings.BalancesClasses: true } or { Settings: null, Head.BalancedClasses: true })
        {
            bool bySampling = from.Settings is { BalancedSampling: true };
            Set(nameof(Defaults.BalanceClasses), Literal.Of(bySampling ? ClassBalance.Sampling : ClassBalance.Weights));
        }
    }

    private void SetSchedule(LearningRateSchedule? schedule)
    {
        string? code = schedule switch
        {
            null => null,
            ConstantSchedule => $"new {nameof(ConstantSchedule)}()",
            CosineSchedule it => $"new {nameof(CosineSchedule)} {{ {nameof(it.WarmUp)} = {Literal.Of(it.WarmUp)}, "
                + $"{nameof(it.Start)} = {Literal.Of(it.Start)}, {nameof(it.Final)} = {Literal.Of(it.Final)} }}",
            StepSchedule it => $"new {nameof(StepSchedule)} {{ {nameof(it.Every)} = {Literal.Of(it.Every)}, "
                + $"{nameof(it.Decay)} = {Literal.Of(it.Decay)} }}",
            ExponentialSchedule it => $"new {nameof(ExponentialSchedule)} {{ {nameof(it.Start)} = {Literal.Of(it.Start)} }}",
            OneCycleSchedule it => $"new {nameof(OneCycleSchedule)} {{ {nameof(it.PeakAt)} = {Literal.Of(it.PeakAt)}, "
                + $"{nameof(it.Start)} = {Literal.Of(it.Start)}, {nameof(it.Final)} = {Literal.Of(it.Final)} }}",
            _ => throw new NotSupportedException($"There is no code for a {schedule.GetType().Name}."),
        };
        if (code is null)
            return;
        _namespaces.Add("MLResNet.Engine.Optimizers");
        Set(nameof(Defaults.Schedule), code);
    }

    private void SetAugmentation(Augmentation augmentation)
    {
        _namespaces.Add("MLResNet.Imaging");
        string? preset = Augmentation.Presets.FirstOrDefault(each => each.Value == augmentation).Key;
        if (preset is not null)
        {
            Set(nameof(Defaults.Augmentation), $"{nameof(Augmentation)}.{preset}");
            return;
        }
        _lines.Add($"{nameof(Defaults.Augmentation)} = new {nameof(Augmentation)}");
        _lines.Add("{");
        Add(nameof(augmentation.MinArea), augmentation.MinArea, Augmentation.None.MinArea);
        Add(nameof(augmentation.MaxAspect), augmentation.MaxAspect, Augmentation.None.MaxAspect);
        if (augmentation.Flip)
            _lines.Add($"    {nameof(augmentation.Flip)} = true,");
        Add(nameof(augmentation.MaxShift), augmentation.MaxShift);
        Add(nameof(augmentation.Rotation), augmentation.Rotation);
        Add(nameof(augmentation.Downscale), augmentation.Downscale);
        Add(nameof(augmentation.Brightness), augmentation.Brightness);
        Add(nameof(augmentation.Contrast), augmentation.Contrast);
        Add(nameof(augmentation.Saturation), augmentation.Saturation);
        Add(nameof(augmentation.Erasing), augmentation.Erasing);
        Add(nameof(augmentation.Mixup), augmentation.Mixup);
        Add(nameof(augmentation.CutMix), augmentation.CutMix);
        _lines.Add("},");

        void Add(string name, float value, float otherwise = 0)
        {
            if (value != otherwise)
                _lines.Add($"    {name} = {Literal.Of(value)},");
        }
    }

    private void Set(string name, string value) => _lines.Add($"{name} = {value},");
}
