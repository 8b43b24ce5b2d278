using MLResNet.Packaging;
using MLResNet.Training.Checkpoints;

namespace MLResNet.Training.FineTuning;

/// <summary>How far an automatic training has come.</summary>
/// <param name="Trials">What was tried, in order: the head at least.</param>
/// <param name="Best">The model of the best one; its report is of all that was done so far.</param>
internal sealed record TuningProgress(IReadOnlyList<TuningTrial> Trials, TrainedModel Best)
{
    private static readonly Tune[] Order = [Tune.Head, Tune.LastStages, Tune.All];

    /// <summary>
    /// What to try next; null where what was tried last is no better than what was there before it, so that more promises
    /// nothing.
    /// </summary>
    public Tune? Next => Trials.Count < Order.Length && IsBest(Order[Trials.Count - 1]) ? Order[Trials.Count] : null;

    /// <summary>Begins with a head, which has been measured on validation images.</summary>
    public static TuningProgress Of(TrainedModel head) => new([TrialOf(head)], head);

    /// <summary>Goes on from a checkpoint.</summary>
    /// <param name="checkpoint">What was found.</param>
    /// <param name="parts">The images of the training.</param>
    /// <param name="source">What errors call the checkpoint.</param>
    /// <exception cref="ModelFormatException">It tells of something that cannot have been.</exception>
    public static TuningProgress From(TuningCheckpoint checkpoint, TrainingParts parts, string source)
    {
        string[] paths = [.. parts.All.Select(image => image.Path)];
        ModelManifest manifest = checkpoint.Best.Manifest;
        string[] tried = [.. checkpoint.Trials.Select(trial => trial.Tune)];
        if (tried.Length == 0 || !tried.SequenceEqual(Order.Take(tried.Length).Select(tune => tune.ToString()))
            || manifest is not { Provenance: { } provenance, Validation: not null } || !tried.Contains(provenance.Tune)
            || checkpoint.Unreadable.Any(image => image.Index < 0 || image.Index >= paths.Length))
        {
            throw new ModelFormatException($"{source} tells of trials that cannot have been; start anew.");
        }
        return new TuningProgress(checkpoint.Trials, new TrainedModel(checkpoint.Best, new TrainingReport
        {
            Unreadable = [.. checkpoint.Unreadable.Select(image => new UnreadableFile(paths[image.Index], image.Reason))],
            History = provenance.History,
            BestEpoch = provenance.BestEpoch,
            Cancelled = false,
            FeaturesFound = checkpoint.FeaturesFound,
            Duration = TimeSpan.FromSeconds(checkpoint.Seconds),
        }));
    }

    /// <summary>What a checkpoint keeps of it.</summary>
    /// <param name="identity">Which training it is.</param>
    /// <param name="parts">The images of the training.</param>
    public TuningCheckpoint ToCheckpoint(TrainingIdentity identity, TrainingParts parts)
    {
        List<string> paths = [.. parts.All.Select(image => image.Path)];
        return new TuningCheckpoint(
            identity,
            Trials,
            Best.Package,
            [.. Best.Report.Unreadable.Select(file => new UnreadableImage(paths.IndexOf(file.Path), file.Reason))],
            Best.Report.FeaturesFound,
            Best.Report.Duration.TotalSeconds);
    }

    /// <summary>Whether this is what does best so far.</summary>
    public bool IsBest(Tune tune) => Best.Manifest.Provenance!.Tune == tune.ToString();

    /// <summary>Adds a trial: its model is the best if it tells the validation images better than all before.</summary>
    public TuningProgress With(TrainedModel next)
    {
        TrainedModel best = next.Manifest.Validation!.LogLoss < Best.Manifest.Validation!.LogLoss ? next : Best;
        return new TuningProgress([.. Trials, TrialOf(next)], best with
        {
            Report = Best.Report with
            {
                History = best.Report.History,
                BestEpoch = best.Report.BestEpoch,
                Cancelled = next.Report.Cancelled,
                Duration = Best.Report.Duration + next.Report.Duration,
            },
        });
    }

    /// <summary>The best model, which tells what was tried.</summary>
    /// <param name="model">Another than <see cref="Best"/>.</param>
    /// <param name="isCancelled">Whether the training ends before its end.</param>
    public TrainedModel ToModel(ModelPackage? model = null, bool isCancelled = false)
    {
        ModelPackage package = model ?? Best.Package;
        ModelManifest manifest = package.Manifest with { Provenance = package.Manifest.Provenance! with { Trials = Trials } };
        return new TrainedModel(
            package with { Manifest = manifest }, Best.Report with { Cancelled = Best.Report.Cancelled || isCancelled });
    }

    private static TuningTrial TrialOf(TrainedModel model)
    {
        ModelMetrics validation = model.Manifest.Validation!;
        return new TuningTrial(model.Manifest.Provenance!.Tune, validation.LogLoss, validation.Accuracy);
    }
}
