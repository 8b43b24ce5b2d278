using MLResNet.Cli.Commands;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Progress;
using MLResNet.Packaging;

namespace MLResNet.Cli.Training;

/// <summary>One <c>mlresnet train</c>: looks at the data, trains, saves, evaluates on what was held out.</summary>
internal sealed class TrainingRun(CommandContext context)
{
    private const int MostFindings = 20;

    public required string Folder { get; init; }

    public required string Output { get; init; }

    public required double TestFraction { get; init; }

    /// <summary>Parts to hold out in turn before the training; null for none.</summary>
    public required int? Folds { get; init; }

    public required string? Report { get; init; }

    /// <summary>
    /// Where the training is kept; <see cref="KeptTraining.None"/> for nowhere, null for the place beside the output.
    /// </summary>
    public required string? Checkpoint { get; init; }

    public required TransferLearningOptions Options { get; init; }

    public required OutputFormat Format { get; init; }

    /// <summary>Where the training is kept; null for a head, which has no epochs, or if so wished.</summary>
    private KeptTraining? Kept => Checkpoint is null && Options.Tune == Tune.Head
        ? null
        : KeptTraining.Of(Checkpoint, Output, Options.Resume);

    /// <summary>Does it all and returns the exit code.</summary>
    public int Execute()
    {
        OutputFile.EnsureWritable(Output);
        if (Report is not null)
            OutputFile.EnsureWritable(Report);

        KeptTraining? kept = Kept;
        kept?.EnsureUsable();

        ImageFolder images = ImageFolder.Open(Folder, new ImageFolderOptions { MultiLabel = Options.MultiLabel });
        TrainingImages data = TrainingImages.From(images, TestFraction, Options.Seed);
        List<DatasetFinding> findings = Check(images, data);
        NoteFindings(findings);
        if (data.Test is null && Report is not null)
            throw new MLResNetException("--report needs images to evaluate on; hold some out with --test-fraction 0.2.");
        context.Note(data.ToString());
        if (Options.Strict)
            data.Test?.Verify(strict: true, cancellationToken: context.Cancellation); // before hours of training, not after

        CrossValidationResult? crossValidation = Folds is { } folds ? CrossValidate(data, folds) : null;
        kept?.NoteStart(context);
        using ImageClassifier model = Train(data, kept);
        model.Save(Output);
        bool isInterrupted = model.TrainingReport!.Cancelled;
        if (Options is { Tune: Tune.Auto, From: null, ValidationFraction: null }
            && model.Manifest.Provenance is { Tune: nameof(Tune.Head), Trials: null })
        {
            context.Note("note: Some class has fewer than 20 images, too few to hold some out and see whether more than a head pays.");
        }
        NoteTeachers(model.Manifest.Provenance!);
        if (model.TrainingReport.FeatureCacheProblem is { } problem)
            context.Note($"note: The features are not kept for the next training. {problem}");
        Evaluation? evaluation = data.Test is null || isInterrupted
            ? null
            : EvaluateCommand.Run(model, data.Test, new EvaluationOptions { Strict = Options.Strict }, context);
        if (evaluation is not null)
        {
            model.RecordHeldOut(evaluation);
            model.Save(Output);
        }
        if (!isInterrupted && kept is not null)
            File.Delete(kept.Path);

        if (context.IsInteractive)
            context.Note("");
        TrainingWriter.Write(new TrainingResult(Output, model, data.Test, evaluation, crossValidation), Format, context.Output);
        UnreadableList.Write([.. model.TrainingReport.Unreadable, .. evaluation?.Unreadable ?? []], context);
        if (evaluation is not null && Report is not null)
            EvaluateCommand.WriteReport(Report, model, evaluation, findings, context);
        if (!isInterrupted)
            return ExitCode.Success;
        string goOn = kept is null ? "." : $", {kept.Path} the training: go on with --resume.";
        context.Note($"mlresnet: Stopped; {Output} holds the best model so far{goOn}");
        return ExitCode.Interrupted;
    }

    private List<DatasetFinding> Check(ImageFolder images, TrainingImages data)
    {
        List<DatasetFinding> findings = [.. images.Check(context.Cancellation).Where(finding => !finding.IsFatal)];
        if (data.Test is not null && images.Test is null) // what a data set has set apart itself is checked already
            findings.AddRange(data.Test.CheckHeldOut(data.Images.Train ?? data.Images, context.Cancellation));
        return findings;
    }

    private void NoteFindings(List<DatasetFinding> findings)
    {
        foreach (DatasetFinding finding in findings.Take(MostFindings))
            context.Note($"note: {finding.Message}");
        if (findings.Count > MostFindings)
            context.Note($"note: 'mlresnet inspect' lists {findings.Count - MostFindings} more.");
    }

    /// <summary>What a teacher has seen of the images that are held out here, its pupil has been told of.</summary>
    private void NoteTeachers(ModelProvenance model)
    {
        foreach ((string path, TeacherModel teacher) in Options.Teachers.Zip(model.Settings?.Teachers ?? []))
        {
            if (teacher.Listing == model.Data.Listing)
                continue;
            context.Note(
                $"note: {path} has learned from other images than this model; if those held out here are among them, accuracy is overstated.");
        }
    }

    private CrossValidationResult CrossValidate(TrainingImages data, int folds)
    {
        CrossValidationResult result = WithProgress(
            "Stopping.", options => CrossValidation.Run(data.Images, folds, options with { Resume = false }, context.Cancellation));
        context.Note(result.ToString());
        return result;
    }

    private ImageClassifier Train(TrainingImages data, KeptTraining? kept)
    {
        try
        {
            return WithProgress(
                "Stopping; the best model so far, if there is one, is kept (Ctrl-C again: stop at once).",
                options => TransferLearning.Train(
                    data.Images, options with { Validation = data.Validation, Checkpoint = kept?.Path }, context.Cancellation));
        }
        catch (InterruptedException e) when (kept is not null && File.Exists(kept.Path))
        {
            throw new InterruptedException($"Stopped too early for a model to keep; {kept.Path} holds the training: go on with --resume.", e);
        }
    }

    private T WithProgress<T>(string onInterrupt, Func<TransferLearningOptions, T> train)
    {
        try
        {
            return ProgressDisplay.Run(context, onInterrupt, display =>
            {
                display.Update(0, () => "getting ready");
                return train(Options with { Progress = new TrainingDisplay(display, context.IsInteractive) });
            });
        }
        catch (OperationCanceledException e) when (context.Cancellation.IsCancellationRequested)
        {
            throw new InterruptedException("Stopped too early for a model to keep.", e);
        }
    }
}
