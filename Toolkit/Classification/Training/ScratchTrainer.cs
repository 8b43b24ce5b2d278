using MLResNet.Engine.Networks;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>
/// Trains a network that starts with random weights, and keeps the weights of the best epoch, with a temperature fitted to what they make of
/// the validation images.
/// </summary>
internal sealed class ScratchTrainer(TrainingPlan plan, TransferLearningOptions options)
{
    /// <summary>Trains to the last epoch or until cancelled, and returns the best model until then.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before the first epoch was over.</exception>
    /// <exception cref="MLResNetException">The training diverged, or the checkpoint cannot be used.</exception>
    public TrainedModel Run(CancellationToken cancellationToken)
    {
        ImagePreprocessing preprocessing = new ImagePreprocessing().WithSize(plan.Settings.Size);
        TrainedNetwork trained = new EpochTrainer(new EpochTraining
        {
            Tune = Tune.Scratch,
            Plan = plan,
            Initial = NetworkParameters.Initialize(plan.Spec, options.Seed),
            Preprocessing = preprocessing,
            Seed = options.Seed,
            Threads = options.Threads,
            KeepsBest = true,
            Checkpoint = options.Checkpoint,
            CheckpointInterval = options.CheckpointInterval,
            Resume = options.Resume,
            Progress = options.Progress,
        }).Run(cancellationToken);

        double temperature = trained.Logits?.FitTemperature() ?? 1;
        var manifest = new ModelManifest
        {
            Spec = plan.Spec,
            Preprocessing = preprocessing,
            Labels = plan.Images.Classes,
            Temperature = temperature,
            Provenance = new ModelProvenance(
                ToolVersion.NameAndVersion,
                nameof(Tune.Scratch),
                options.Seed,
                plan.Describe(),
                plan.Settings,
                trained.BestEpoch,
                trained.History),
            Validation = trained.Logits is { } logits ? ModelMetrics.From(logits.Evaluate(temperature)) : null,
        };
        return new TrainedModel(new ModelPackage(manifest, trained.Parameters), TrainingReport.Of(trained, plan.Unreadable));
    }
}
