using MLResNet.Backbones;
using MLResNet.Packaging;
using MLResNet.Training.Heads;

namespace MLResNet.Training.FineTuning;

/// <summary>
/// Trains no more of a backbone than pays: its head first, then the last stages, then all of it, as long as each tells the validation images
/// better than what was there before it.
/// </summary>
internal sealed class AutoTuner(PretrainedBackbone backbone, TransferLearningOptions options)
{
    /// <summary>Runs the trials and returns the model of the best one.</summary>
    /// <exception cref="DatasetException">The data cannot be trained on.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first head was fitted.</exception>
    /// <exception cref="MLResNetException">A training diverged.</exception>
    public TrainedModel Run(ImageFolder data, CancellationToken cancellationToken)
    {
        TrainingParts given = TrainingParts.Of(data, options);
        double heldOut = TrainingPlan.HeldOutFraction(given.Images, options);
        if (given.Validation is null && heldOut == 0)
            return new HeadTrainer(backbone, options).Fit(given, cancellationToken).Model;

        FittedHead head = new HeadTrainer(backbone, options).Fit(given.HoldOut(heldOut, options.Seed), cancellationToken);
        TrainedModel best = head.Model;
        List<TuningTrial> trials = [TrialOf(Tune.Head, best)];
        foreach (Tune tune in new[] { Tune.LastStages, Tune.All })
        {
            TransferLearningOptions own = tune == Tune.All ? options with { Stages = null } : options;
            TrainedModel next = new FineTuner(backbone, tune, own).Run(head.Parts, cancellationToken);
            trials.Add(TrialOf(tune, next));
            bool isBetter = next.Manifest.Validation!.LogLoss < best.Manifest.Validation!.LogLoss;
            if (isBetter)
                best = next;
            if (!isBetter || next.Report.Cancelled)
                break;
        }
        if (best == head.Model && given.Validation is null && !cancellationToken.IsCancellationRequested)
            best = RefitOnAll(given, head.Model.Report, cancellationToken);
        ModelManifest manifest = best.Manifest with { Provenance = best.Manifest.Provenance! with { Trials = trials } };
        return best with { Package = new ModelPackage(manifest, best.Package.Parameters) };
    }

    /// <summary>A head that is all there is to train needs no images held out: each fifth in turn chooses its penalty.</summary>
    private TrainedModel RefitOnAll(TrainingParts given, TrainingReport first, CancellationToken cancellationToken)
    {
        TrainedModel model = new HeadTrainer(backbone, options).Fit(given.Without(first.Unreadable), cancellationToken).Model;
        return model with { Report = first };
    }

    private static TuningTrial TrialOf(Tune tune, TrainedModel model)
    {
        ModelMetrics validation = model.Manifest.Validation!;
        return new TuningTrial(tune.ToString(), validation.LogLoss, validation.Accuracy);
    }
}
