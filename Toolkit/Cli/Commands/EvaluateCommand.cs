using System.CommandLine;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Progress;
using MLResNet.Reports;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet evaluate</c>: how a model fares on labelled photos.</summary>
internal static class EvaluateCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> model = CommonOptions.Model();
        Argument<string> folder = CommonOptions.Folder(
            "Labelled photos: a folder with a sub-folder per class, or a manifest; of its parts, the test part");
        Option<string?> report = CommonOptions.Report();
        Option<int?> top = CommonOptions.Integer(
            "--top", "Also count images whose label is among the n likeliest [default: 2, or 5 of more than ten classes]", 1);
        Option<bool> strict = CommonOptions.Strict();
        Option<int?> threads = CommonOptions.Threads();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new ExampleCommand(
            "evaluate",
            "Compares what a model says of labelled photos with their labels.",
            [
                "mlresnet evaluate model.mlresnet photos/test --report report.html",
                "mlresnet evaluate model.mlresnet photos/test --format json",
            ])
        {
            model, folder, report, top, strict, threads, format,
        };
        command.SetAction(parsed =>
        {
            string modelPath = parsed.GetRequiredValue(model);
            if (parsed.GetValue(report) is { } page)
                OutputFile.EnsureWritable(page);
            using ImageClassifier classifier = ModelFile.Load(modelPath, parsed.GetValue(threads));
            ImageFolder images = ImageFolder.Open(
                parsed.GetRequiredValue(folder), new ImageFolderOptions { MultiLabel = classifier.IsMultiLabel });
            if (classifier.IsMultiLabel && parsed.GetValue(top) is not null)
                throw new MLResNetException("--top is for models that give an image one label; leave it out.");
            var options = new EvaluationOptions { TopK = parsed.GetValue(top), Strict = parsed.GetValue(strict) };
            Evaluation evaluation = Run(classifier, images, options, context);

            EvaluationWriter.Write(evaluation, modelPath, images.Source, parsed.GetValue(format), context.Output);
            UnreadableList.Write(evaluation.Unreadable, context);
            if (parsed.GetValue(report) is { } path)
                WriteReport(path, classifier, evaluation, Check(images, context), context);
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Evaluates and shows how far it has come.</summary>
    public static Evaluation Run(
        ImageClassifier classifier, ImageFolder images, EvaluationOptions options, CommandContext context)
    {
        int total = (images.Test ?? images.Validation ?? images).Count;
        return ProgressDisplay.Run(context, "Stopping.", display =>
        {
            var counter = new ImageCounter(display, "evaluating", total);
            return classifier.Evaluate(images, options with { Progress = counter }, context.Cancellation);
        });
    }

    public static void WriteReport(
        string path, ImageClassifier classifier, Evaluation evaluation, IReadOnlyList<DatasetFinding> findings, CommandContext context)
    {
        HtmlReport.Write(path, classifier, evaluation, findings);
        context.Note($"Wrote {path}");
    }

    /// <summary>What there is to say of the data, without what matters to a training only.</summary>
    private static IReadOnlyList<DatasetFinding> Check(ImageFolder images, CommandContext context) =>
        [.. images.Check(context.Cancellation).Where(finding =>
            finding.Kind is not (DatasetFindingKind.SingleClass or DatasetFindingKind.ClassOfOneImage))];
}
