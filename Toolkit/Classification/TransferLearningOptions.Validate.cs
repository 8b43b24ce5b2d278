namespace MLResNet;

public sealed partial record TransferLearningOptions
{
    private static readonly TransferLearningOptions Defaults = new();

    /// <summary>The first setting that only training from scratch has and that is not left open; null if there is none.</summary>
    internal string? OnlyForScratch =>
        Arch is not null ? nameof(Arch)
        : Epochs is not null ? nameof(Epochs)
        : LearningRate is not null ? nameof(LearningRate)
        : !WeightDecay.Equals(Defaults.WeightDecay) ? nameof(WeightDecay)
        : !LabelSmoothing.Equals(Defaults.LabelSmoothing) ? nameof(LabelSmoothing)
        : Augmentation != Defaults.Augmentation ? nameof(Augmentation)
        : null;

    /// <summary>The first setting that only a head on a backbone has and that is not left open; null if there is none.</summary>
    internal string? OnlyForHead =>
        Backbone is not null ? nameof(Backbone)
        : L2 is not null ? nameof(L2)
        : MirrorImages ? nameof(MirrorImages)
        : BalanceClasses ? nameof(BalanceClasses)
        : null;

    /// <summary>The name of the cache's setting where that is not left open: no reason to want a head, but of no use without one.</summary>
    internal string? FeatureCacheIfSet => FeatureCacheBytes == Defaults.FeatureCacheBytes ? null : nameof(FeatureCacheBytes);

    /// <exception cref="MLResNetException">An option is out of its range; the message names it.</exception>
    internal void Validate()
    {
        OptionRange.Require(Size is null or (>= 16 and <= 2048), nameof(Size), "16 to 2048", Size ?? 0);
        OptionRange.Require(Epochs is null or >= 1, nameof(Epochs), "at least 1", Epochs ?? 0);
        OptionRange.Require(BatchSize >= 2, nameof(BatchSize), "at least 2", BatchSize);
        OptionRange.Require(LearningRate is null or (> 0 and < 1000), nameof(LearningRate), "above 0", LearningRate ?? 0);
        OptionRange.Require(WeightDecay is >= 0 and < 1000, nameof(WeightDecay), "0 or more", WeightDecay);
        OptionRange.Require(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), "0 up to, but not, 1", LabelSmoothing);
        OptionRange.Require(L2 is null or (> 0 and < 1e6), nameof(L2), "above 0", L2 ?? 0);
        OptionRange.Require(FeatureCacheBytes >= 0, nameof(FeatureCacheBytes), "0 or more", FeatureCacheBytes);
        OptionRange.Require(Threads >= 0, nameof(Threads), "0 or more", Threads);
        OptionRange.Require(
            ValidationFraction is null or (>= 0 and < 1), nameof(ValidationFraction), "0 up to, but not, 1", ValidationFraction ?? 0);
        Augmentation.Validate();
    }
}
