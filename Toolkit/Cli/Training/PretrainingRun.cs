using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Progress;

namespace MLResNet.Cli.Training;

/// <summary>One <c>mlresnet pretrain</c>: trains with checkpoints, from the last one on if so wished, and saves.</summary>
internal sealed class PretrainingRun(CommandContext context)
{
    public required string Folder { get; init; }

    public required string Output { get; init; }

    /// <summary>As <see cref="TrainingRun.Checkpoint"/>.</summary>
    public required string? Checkpoint { get; init; }

    public required PretrainingOptions Options { get; init; }

    public required OutputFormat Format { get; init; }

    /// <summary>Does it all and returns the exit code.</summary>
    public int Execute()
    {
        OutputFile.EnsureWritable(Output);
        KeptTraining? kept = KeptTraining.Of(Checkpoint, Output, Options.Resume);
        kept?.EnsureUsable();
        ImageFolder images = ImageFolder.Open(Folder);
        images.EnsureTrainable();
        context.Note($"{images.Source}: {Figure.Images((images.Train ?? images).Count)} of "
            + $"{Figure.Classes(images)} to train on");
        kept?.NoteStart(context);

        using ImageClassifier model = Train(images, kept?.Path);
        model.Save(Output);
        if (context.IsInteractive)
            context.Note("");
        TrainingWriter.Write(new TrainingResult(Output, model, Test: null, Evaluation: null), Format, context.Output);
        UnreadableList.Write(model.TrainingReport!.Unreadable, context);
        if (!model.TrainingReport.Cancelled)
            return ExitCode.Success;
        context.Note($"mlresnet: Stopped; {Output} holds the backbone as it stands"
            + (kept is null ? "." : $", {kept.Path} the training: go on with --resume."));
        return ExitCode.Interrupted;
    }

    private ImageClassifier Train(ImageFolder images, string? checkpoint)
    {
        string kept = checkpoint is null ? "the backbone as it stands is" : "the training and the backbone as it stands are";
        string onInterrupt = $"Stopping; {kept} kept (Ctrl-C again: stop at once).";
        try
        {
            return ProgressDisplay.Run(context, onInterrupt, display =>
            {
                display.Update(0, () => "getting ready");
                PretrainingOptions options = Options with
                {
                    Checkpoint = checkpoint,
                    Id = Options.Id ?? Path.GetFileNameWithoutExtension(Output),
                    Progress = new TrainingDisplay(display, context.IsInteractive),
                };
                return Pretraining.Train(images, options, context.Cancellation);
            });
        }
        catch (OperationCanceledException e) when (context.Cancellation.IsCancellationRequested && File.Exists(checkpoint))
        {
            throw new InterruptedException($"Stopped; {checkpoint} holds the training so far: go on with --resume.", e);
        }
    }
}
