using System.CommandLine;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Progress;
using MLResNet.SampleData;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet sample</c>: pictures to try the tool on.</summary>
internal static class SampleCommand
{
    private const string DefaultFolder = "machine-parts";

    private static readonly SampleDataOptions Defaults = new();

    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("folder")
        {
            Description = "Where to write: a new folder, an empty one, or one that this command wrote",
            DefaultValueFactory = _ => DefaultFolder,
        };
        Option<int?> images = CommonOptions.Integer(
            "--images", $"Pictures of each class [default: {Defaults.ImagesPerClass}]", 1);
        Option<int?> size = CommonOptions.Integer(
            "--size", $"Side of the square pictures, in pixels [default: {Defaults.Size}]", 1);
        Option<int?> seed = CommonOptions.Seed();
        Option<int?> threads = CommonOptions.Threads();
        var command = new ExampleCommand(
            "sample",
            "Draws a data set to try things on: machine parts on a conveyor belt, in five classes, one of them defective.",
            ["mlresnet sample machine-parts", "mlresnet sample machine-parts --images 500 --size 128 --seed 2"])
        {
            folder, images, size, seed, threads,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(folder);
            var options = new SampleDataOptions
            {
                ImagesPerClass = parsed.GetValue(images) ?? Defaults.ImagesPerClass,
                Size = parsed.GetValue(size) ?? Defaults.Size,
                Seed = parsed.GetValue(seed) ?? Defaults.Seed,
                Threads = parsed.GetValue(threads) ?? Defaults.Threads,
            };
            int total = options.ImagesPerClass * MachineParts.Classes.Count;
            ProgressDisplay.Run(context, "Stopping.", display =>
                MachineParts.Write(path, options, new ImageCounter(display, "drawing", total), context.Cancellation));
            string classes = $"{MachineParts.Classes.Count} classes, {string.Join(", ", MachineParts.Classes)}";
            context.Output.WriteLine($"{Printable.Text(path)}: {Figure.Images(total)} of {classes}");
            return ExitCode.Success;
        });
        return command;
    }
}
