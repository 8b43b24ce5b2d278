using MLResNet.Backbones;
using MLResNet.Imaging;
using MLResNet.Packaging;
using MLResNet.Training.Checkpoints;
using MLResNet.Training.Distillation;
using MLResNet.Training.Heads;

namespace MLResNet.Training.FineTuning;

/// <summary>
/// Trains no more of a backbone than pays: its head first, then the last stages, then all of it, as long as each tells the
/// validation images better than what was there before it. The checkpoint keeps what was found, and the trial under way.
/// </summary>
internal sealed class AutoTuner(PretrainedBackbone backbone, TransferLearningOptions options)
{
    /// <summary>Models whose answers fine-tuning learns from, to be disposed of by whoever loaded them; null for none.</summary>
    public Teachers? Teachers { get; init; }

    /// <summary>
    /// Runs the trials, from the checkpoint on where there is one to resume from, and returns the model of the best one.
    /// </summary>
    /// <exception cref="DatasetException">The data cannot be trained on.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first head was fitted.</exception>
    /// <exception cref="MLResNetException">A training diverged, or the checkpoint cannot be used.</exception>
    public TrainedModel Run(ImageFolder data, CancellationToken cancellationToken)
    {
        TrainingParts given = TrainingParts.Of(data, options);
        TrainingParts parts = given.HoldOut(TrainingPlan.HeldOutFraction(given.Images, options), options.Seed);
        if (parts.Validation is null)
            return FitHead(given, cancellationToken).Model;

        TrainingIdentity? identity = options.Checkpoint is null ? null : IdentityOf(parts);
        TuningProgress progress;
        if (identity is not null && options.Resume && File.Exists(options.Checkpoint))
        {
            progress = TuningProgress.From(CheckpointFile.ReadTuning(options.Checkpoint, identity), parts, options.Checkpoint);
        }
        else
        {
            FittedHead first = FitHead(parts, cancellationToken);
            if (first.Parts.Validation is null) // none of its files can be read
                return first.Model;
            progress = TuningProgress.Of(first.Model);
            Save(progress);
        }
        TrainingParts readable = parts.Without(progress.Best.Report.Unreadable);
        FittedHead? head = progress.IsBest(Tune.Head) ? new FittedHead(progress.Best, readable) : null;
        try
        {
            while (progress.Next is { } tune)
            {
                progress = progress.With(Try(tune, readable, head, ToCheckpoint(progress), cancellationToken));
                if (progress.Best.Report.Cancelled)
                    return progress.ToModel();
                Save(progress);
            }
            // A head that is all there is to train needs no images held out: each fifth in turn chooses its penalty.
            return progress.IsBest(Tune.Head) && given.Validation is null
                ? progress.ToModel(FitHead(given.Without(progress.Best.Report.Unreadable), cancellationToken).Model.Package)
                : progress.ToModel();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return progress.ToModel(isCancelled: true);
        }

        TuningCheckpoint? ToCheckpoint(TuningProgress found) => identity is null ? null : found.ToCheckpoint(identity, parts);

        void Save(TuningProgress found)
        {
            if (ToCheckpoint(found) is { } checkpoint)
                CheckpointFile.Write(options.Checkpoint!, training: null, checkpoint);
        }
    }

    private FittedHead FitHead(TrainingParts parts, CancellationToken cancellationToken) =>
        new HeadTrainer(backbone, options).Fit(parts, frozen: null, cancellationToken);

    /// <param name="tune">What to train.</param>
    /// <param name="parts">The images that can be read.</param>
    /// <param name="head">The head that was fitted first, if it is known.</param>
    /// <param name="found">What the checkpoint is to keep beside this training.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    private TrainedModel Try(
        Tune tune, TrainingParts parts, FittedHead? head, TuningCheckpoint? found, CancellationToken cancellationToken)
    {
        using var tuner = new FineTuner(backbone, tune, tune == Tune.All ? options with { Stages = null } : options)
        {
            Found = found, Teachers = Teachers,
        };
        // Where batch norms stay as they are, each training starts from the same head, whose time is counted already.
        return options.FreezeNorms && head is not null
            ? tuner.Run(
                head with { Model = head.Model with { Report = head.Model.Report with { Duration = TimeSpan.Zero } } }, cancellationToken)
            : tuner.Run(tuner.FitHead(parts, cancellationToken), cancellationToken);
    }

    private TrainingIdentity IdentityOf(TrainingParts parts)
    {
        CheckpointFile.EnsureFits(backbone.Spec, sets: 6);
        ImagePreprocessing preprocessing = HeadTrainer.PreprocessingOf(backbone, options);
        int stages = FineTuningRecipe.StagesOf(Tune.LastStages, backbone.Spec, options);
        return new TrainingIdentity(
            nameof(Tune.Auto),
            SpecDocument.From(backbone.Spec),
            PreprocessingDocument.From(preprocessing),
            options.Seed,
            FineTuningRecipe.For(stages, preprocessing.Size, parts.Images.Count, options, Teachers),
            DataFingerprint.Of(parts.Images, parts.Validation),
            backbone.ContentHash,
            parts.Images.IsMultiLabel ? true : null)
        {
            L2 = options.L2,
            MirrorImages = options.MirrorImages,
        };
    }
}
