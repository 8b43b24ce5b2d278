using MLResNet.Backbones;
using MLResNet.Engine.Networks;
using MLResNet.Formats;
using MLResNet.Packaging;

namespace MLResNet.Training.Pretraining;

/// <summary>Trains a backbone: a network from random weights or an earlier one's, of which the last ones are kept.</summary>
internal sealed class Pretrainer(TrainingPlan plan, PretrainedBackbone? earlier, PretrainingOptions options)
{
    /// <summary>
    /// Trains to the last epoch, from the checkpoint on where the options say so; or until cancelled, when it writes the
    /// checkpoint and returns the network as it stands.
    /// </summary>
    /// <exception cref="OperationCanceledException">
    /// Cancelled before the first epoch was over; the checkpoint is written.
    /// </exception>
    /// <exception cref="MLResNetException">The training diverged, or the checkpoint cannot be used.</exception>
    public TrainedModel Run(CancellationToken cancellationToken)
    {
        string? initialHash = earlier is null ? null : WeightsHash.Of(earlier.Parameters);
        var trainer = new EpochTrainer(new EpochTraining
        {
            Tune = Tune.Scratch,
            Plan = plan,
            Initial = StartingParameters.Of(plan.Spec, plan.Images.Classes, earlier, options.Seed),
            InitialHash = initialHash,
            Seed = options.Seed,
            Threads = options.Threads,
            KeepsBest = false,
            CacheBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 3,
            Checkpoint = options.Checkpoint,
            CheckpointInterval = options.CheckpointInterval,
            Resume = options.Resume,
            Progress = options.Progress,
        });
        TrainedNetwork trained = trainer.Run(cancellationToken);
        NetworkParameters parameters = options.HalfPrecision ? HalfPrecision.Round(trained.Parameters) : trained.Parameters;
        ImageLogits? logits = trainer.Validate(parameters, trained.Size, CancellationToken.None);
        Calibration calibration = logits?.CalibrateAt(temperature: 1) ?? Calibration.Without(plan.Images);
        return new TrainedModel(Package(trained, parameters, calibration, initialHash), TrainingReport.Of(trained, plan.Unreadable));
    }

    private ModelPackage Package(
        TrainedNetwork trained, NetworkParameters parameters, Calibration calibration, string? initialHash) => new(
        calibration.ApplyTo(new ModelManifest
        {
            Spec = plan.Spec,
            Preprocessing = plan.Preprocessing.WithSize(trained.Size),
            Labels = plan.Images.Classes,
            Backbone = new BackboneProvenance(options.Id ?? plan.Spec.Id, WeightsHash.Of(parameters)) { License = options.License },
            Provenance = new ModelProvenance(
                ToolVersion.NameAndVersion, nameof(Tune.Scratch), options.Seed, plan.Describe(), plan.Settings, trained.History.Count,
                trained.History)
            {
                InitialWeights = initialHash,
            },
        }),
        parameters);
}
