using System.CommandLine;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Progress;
using MLResNet.Cli.Training;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet average</c>: several models of one origin in, the mean of their weights out.</summary>
internal static class AverageCommand
{
    private const string DefaultOutput = "mean.mlresnet";

    public static Command Create(CommandContext context)
    {
        var models = new Argument<string[]>("models")
        {
            Description = "The models, trained on from one another or from one start; size and classes are those of the first",
            Arity = new ArgumentArity(2, 100),
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "Where to write the mean", HelpName = "file", DefaultValueFactory = _ => DefaultOutput,
        };
        Option<IReadOnlyList<double>?> shares = CommonOptions.Numbers<double>(
            "--shares", "What the models count, in their order [default: all alike]", "x,y,…", "a number above 0 for each model, such as 2,1",
            numbers => numbers.All(share => share > 0 && double.IsFinite(share)));
        var norms = new Option<string?>("--norms")
        {
            Description = "Images such as the models have learned from, whose statistics the batch norms are given "
                + "[default: the models' own, averaged]",
            HelpName = "folder",
        };
        Option<double?> testFraction = CommonOptions.TestFraction(
            "Part of the images of --norms to leave out, and to evaluate the mean on: with the same seed the same that 'train' holds out "
            + "[default: 0]");
        Option<int?> seed = CommonOptions.Seed();
        Option<bool> half = CommonOptions.Half();
        var id = new Option<string?>("--id") { Description = "What a mean of backbones is called [default: the network's id]", HelpName = "id" };
        Option<int?> threads = CommonOptions.Threads();
        var command = new ExampleCommand(
            "average",
            "Averages the weights of models of one origin: often better than each of them, and as fast as one.",
            [
                "mlresnet average first.mlresnet second.mlresnet -o mean.mlresnet --norms photos",
                "mlresnet average start.mlresnet tuned.mlresnet --shares 1,2 --norms photos --test-fraction 0.2",
            ])
        {
            models, output, shares, norms, testFraction, seed, half, id, threads,
        };
        command.SetAction(parsed =>
        {
            string[] paths = parsed.GetRequiredValue(models);
            string target = parsed.GetRequiredValue(output);
            Array.ForEach(paths, ModelFile.EnsureExists);
            OutputFile.EnsureWritable(target);
            TrainingImages? images = ReadImages(parsed.GetValue(norms), parsed.GetValue(testFraction) ?? 0, parsed.GetValue(seed));
            var options = new ModelAveragingOptions
            {
                Shares = parsed.GetValue(shares),
                Images = images?.Images,
                HalfPrecision = parsed.GetValue(half),
                Id = parsed.GetValue(id),
                Threads = parsed.GetValue(threads) ?? 0,
            };
            using ImageClassifier mean = ProgressDisplay.Run(context, "Stopping.", display => ModelAveraging.Average(
                paths, options with { Progress = new TrainingDisplay(display, context.IsInteractive) }, context.Cancellation));
            Evaluation? evaluation = images?.Test is { } test ? EvaluateCommand.Run(mean, test, new EvaluationOptions(), context) : null;
            if (evaluation is not null)
                mean.RecordHeldOut(evaluation);
            mean.Save(target);
            context.Output.WriteLine(
                $"{Printable.Text(target)}: {Figure.Megabytes(new FileInfo(target).Length)}, {mean}, the mean of {paths.Length} models");
            if (evaluation is not null)
            {
                context.Output.WriteLine();
                context.Output.WriteLine($"On {Figure.Images(evaluation.Images)} that were left out:");
                EvaluationWriter.WriteText(evaluation, context.Output);
                UnreadableList.Write(evaluation.Unreadable, context);
            }
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The images for the batch norms, and those of them that are left out; null without any.</summary>
    private static TrainingImages? ReadImages(string? folder, double testFraction, int? seed)
    {
        if (seed is not null && testFraction == 0)
            throw new MLResNetException("--seed chooses the images that --test-fraction leaves out; say how many.");
        if (folder is null)
            return testFraction == 0 ? null : throw new MLResNetException("--test-fraction leaves out a part of the images of --norms; name these.");
        ImageFolder images = ImageFolder.Open(folder);
        return testFraction == 0 ? new TrainingImages(images, Validation: null, Test: null) : TrainingImages.From(images, testFraction, seed ?? 1);
    }
}
