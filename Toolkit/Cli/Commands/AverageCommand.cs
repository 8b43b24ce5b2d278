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
        Option<bool> half = CommonOptions.Half();
        var id = new Option<string?>("--id") { Description = "What a mean of backbones is called [default: the network's id]", HelpName = "id" };
        Option<int?> threads = CommonOptions.Threads();
        var command = new ExampleCommand(
            "average",
            "Averages the weights of models of one origin: often better than each of them, and as fast as one.",
            [
                "mlresnet average first.mlresnet second.mlresnet -o mean.mlresnet --norms photos",
                "mlresnet average start.mlresnet tuned.mlresnet --shares 1,2 --norms photos",
            ])
        {
            models, output, shares, norms, half, id, threads,
        };
        command.SetAction(parsed =>
        {
            string[] paths = parsed.GetRequiredValue(models);
            string target = parsed.GetRequiredValue(output);
            Array.ForEach(paths, ModelFile.EnsureExists);
            OutputFile.EnsureWritable(target);
            var options = new ModelAveragingOptions
            {
                Shares = parsed.GetValue(shares),
                Images = parsed.GetValue(norms) is { } folder ? ImageFolder.Open(folder) : null,
                HalfPrecision = parsed.GetValue(half),
                Id = parsed.GetValue(id),
                Threads = parsed.GetValue(threads) ?? 0,
            };
            using ImageClassifier mean = ProgressDisplay.Run(context, "Stopping.", display => ModelAveraging.Average(
                paths, options with { Progress = new TrainingDisplay(display, context.IsInteractive) }, context.Cancellation));
            mean.Save(target);
            context.Output.WriteLine(
                $"{Printable.Text(target)}: {Figure.Megabytes(new FileInfo(target).Length)}, {mean}, the mean of {paths.Length} models");
            return ExitCode.Success;
        });
        return command;
    }
}
