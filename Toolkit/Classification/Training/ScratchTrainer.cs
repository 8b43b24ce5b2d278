using MLResNet.Engine.Networks;
using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>
/// Trains a network that starts with random weights, and keeps the weights of the best epoch, with a temperature fitted to what
/// they make of the validation images.
/// </summary>
internal sealed class ScratchTrainer(TrainingPlan plan, TransferLearningOptions options)
{
    /// <summary>What is to be trained.</summary>
    public EpochTraining Prepare() => EpochTraining.Of(
        Tune.Scratch, plan, NetworkParameters.Initialize(plan.Spec, options.Seed), options);

    /// <summary>Trains to the last epoch or until cancelled, and returns the best model until then.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before the first epoch was over.</exception>
    /// <exception cref="MLResNetException">The training diverged, or the checkpoint cannot be used.</exception>
    public TrainedModel Run(CancellationToken cancellationToken)
    {
        EpochTraining training = Prepare();
        TrainedNetwork trained = new EpochTrainer(training).Run(cancellationToken);

        ModelManifest manifest = trained.Calibrate(plan.Images).ApplyTo(new ModelManifest
        {
            Spec = plan.Spec,
            Preprocessing = plan.Preprocessing.WithSize(trained.Size),
            Labels = plan.Images.Classes,
            MirrorImages = plan.MirrorImages,
            Provenance = new ModelProvenance(
                ToolVersion.NameAndVersion,
                nameof(Tune.Scratch),
                options.Seed,
                plan.Describe(),
                plan.Settings,
                trained.BestEpoch,
                trained.History),
        });
        return new TrainedModel(new ModelPackage(manifest, trained.Parameters), TrainingReport.Of(trained, plan.Unreadable));
    }
}
