using MLResNet.Backbones;
using MLResNet.Packaging;
using MLResNet.Training;
using MLResNet.Training.Distillation;
using MLResNet.Training.FineTuning;
using MLResNet.Training.Heads;

namespace MLResNet;

/// <summary>Trains image classifiers.</summary>
public static class TransferLearning
{
    /// <summary>Trains a classifier on labelled images.</summary>
    /// <remarks>
    /// Of a data set that brings a train part of its own, that part is trained on, and its validation part chooses the best
    /// epoch, or the head's penalty. The same images, options and seed give the same model, byte for byte, on any number of
    /// threads.
    /// </remarks>
    /// <param name="images">
    /// The images, at least one in each of two classes. A head reads them once; training from scratch reads them anew in every
    /// epoch. Where they <see cref="ImageFolder.IsMultiLabel"/>, the model gives an image any number of labels.
    /// </param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <param name="cancellationToken">
    /// Ends the training early: the best model so far is returned, and <see cref="TrainingReport.Cancelled"/> says so.
    /// </param>
    /// <exception cref="DatasetException">
    /// The images cannot be trained on: too few classes or, if so wished, a file that cannot be read.
    /// </exception>
    /// <exception cref="MLResNetException">
    /// An option is out of its range or of no use, the backbone or a teacher is not there, a teacher tells other classes apart, or the
    /// training diverged.
    /// </exception>
    /// <exception cref="ModelFormatException">The file of the backbone or of a teacher is damaged.</exception>
    /// <exception cref="OperationCanceledException">
    /// Cancelled before the first epoch was over, or before the head was fitted, so there is no model.
    /// </exception>
    public static ImageClassifier Train(
        ImageFolder images, TransferLearningOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        (TransferLearningOptions settled, PretrainedBackbone? found) = Settle(options ?? new TransferLearningOptions());
        using var teachers = Teachers.Open(settled, images);
        TrainedModel model = (found, settled.Tune) switch
        {
            (null, _) => new ScratchTrainer(TrainingPlan.Create(images, settled, teachers, cancellationToken), settled).Run(cancellationToken),
            ({ } backbone, Tune.Auto) => new AutoTuner(backbone, settled) { Teachers = teachers }.Run(images, cancellationToken),
            ({ } backbone, Tune.Head) => new HeadTrainer(backbone, settled).Run(images, cancellationToken),
            ({ } backbone, _) => FineTune(backbone),
        };
        return model.ToClassifier(settled.Threads);

        TrainedModel FineTune(PretrainedBackbone backbone)
        {
            using var tuner = new FineTuner(backbone, settled.Tune, settled) { Teachers = teachers };
            return tuner.Run(images, cancellationToken);
        }
    }

    /// <summary>Checks the options, and finds the backbone to build on; none to train from scratch.</summary>
    internal static (TransferLearningOptions Options, PretrainedBackbone? Backbone) Settle(TransferLearningOptions options)
    {
        options.Validate();
        Refuse(options.OfNoEffect, options.Tune);
        if (options.From is not null)
            options = GoOn(options, options.From);
        return (options, FindBackbone(options));
    }

    /// <summary>Makes an earlier model the backbone, and fills in what it was trained with.</summary>
    private static TransferLearningOptions GoOn(TransferLearningOptions options, string path)
    {
        ModelManifest earlier = ModelFile.Use(path, package => package.Manifest);
        ModelProvenance? provenance = earlier.Provenance;
        string? before = provenance?.Tune;
        Tune tune = options.Tune != Tune.Auto ? options.Tune
            : before == nameof(Tune.Scratch) ? Tune.All
            : Enum.TryParse(before, out Tune known) ? known : Tune.Auto;
        bool isHead = tune == Tune.Head && options.Tune == Tune.Auto;
        options = options with
        {
            Backbone = Backbone.FromFile(path),
            From = null,
            MultiLabel = options.MultiLabel || earlier.Thresholds is not null,
            MirrorImages = options.MirrorImages || earlier.MirrorImages,
            Tune = tune,
            Stages = options.Stages ?? (tune == Tune.LastStages ? provenance?.Settings?.TrainedStages : null),
            // To whom it was left open what is trained, a checkpoint is of what needs one.
            Checkpoint = isHead ? null : options.Checkpoint,
            Resume = !isHead && options.Resume,
        };
        Refuse(options.OfNoEffect, tune);
        return options;
    }

    /// <summary>The backbone to build on; null to train from scratch.</summary>
    private static PretrainedBackbone? FindBackbone(TransferLearningOptions options)
    {
        if (options.Tune == Tune.Scratch || (options.Tune == Tune.Auto && options.Arch is not null))
            return null;
        // Unasked for, a backbone that is not there is no error.
        return options.Tune == Tune.Auto && options.OnlyForBackbones is null
            ? new BackboneStore().FindBest()
            : (options.Backbone ?? Backbone.BestAvailable).Open();
    }

    private static void Refuse(string? option, Tune tune)
    {
        if (option is not null)
            throw new MLResNetException($"The option {option} has no effect with Tune = {tune}; leave one of them out.");
    }
}
