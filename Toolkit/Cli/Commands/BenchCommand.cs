using System.CommandLine;
using MLResNet.Cli.Benchmarks;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Documents;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet bench</c>: how fast this machine predicts, trains and decodes.</summary>
internal static class BenchCommand
{
    public static Command Create(CommandContext context) => new("bench", "Measures how fast this machine predicts, trains and reads photos.")
    {
        Inference(context),
        Training(context),
        Decode(context),
    };

    private static ExampleCommand Inference(CommandContext context)
    {
        Option<int?> callers = CommonOptions.Integer("--callers", "Threads that predict at once, each a batch of its own [default: 1]", 1, 1024);
        Option<bool> layers = new("--layers") { Description = "Also measure every layer by itself" };
        var options = new NetworkOptions();
        var command = new ExampleCommand(
            "inference",
            "Measures predictions.",
            ["mlresnet bench inference --arch resnet50 --batch 1", "mlresnet bench inference --layers --format json"])
        {
            callers, layers,
        };
        options.AddTo(command);
        command.SetAction(parsed => Measure(
            () => InferenceBenchmark.Run(options.Read(parsed), parsed.GetValue(callers) ?? 1, parsed.GetValue(layers), context.Cancellation),
            parsed.GetValue(options.Format),
            context));
        return command;
    }

    private static ExampleCommand Training(CommandContext context)
    {
        var options = new NetworkOptions();
        var command = new ExampleCommand(
            "training",
            "Measures training steps: forward, backward, update.",
            ["mlresnet bench training --arch resnet18 --batch 16"]);
        options.AddTo(command);
        command.SetAction(parsed => Measure(
            () => TrainingBenchmark.Run(options.Read(parsed), context.Cancellation), parsed.GetValue(options.Format), context));
        return command;
    }

    private static ExampleCommand Decode(CommandContext context)
    {
        const int DefaultSize = 224, DefaultThreads = 1;
        Argument<string> folder = CommonOptions.Folder("Photos, which are read into memory first");
        Option<int?> size = CommonOptions.Integer("--size", $"Side of the network's square input, in pixels [default: {DefaultSize}]", 16, 2048);
        Option<int?> threads = CommonOptions.Integer("--threads", $"Threads to work on [default: {DefaultThreads}]", 1, 1024);
        Option<double?> seconds = MeasuringTime.SecondsOption();
        Option<int?> runs = MeasuringTime.RunsOption();
        Option<OutputFormat> format = CommonOptions.TableOrJson();
        var command = new ExampleCommand(
            "decode",
            "Measures how fast photos become a network's input: decoding, scaling, normalising.",
            ["mlresnet bench decode photos", "mlresnet bench decode photos --threads 4 --format json"])
        {
            folder, size, threads, seconds, runs, format,
        };
        command.SetAction(parsed =>
        {
            var photos = new DecodingBenchmark(parsed.GetRequiredValue(folder), parsed.GetValue(size) ?? DefaultSize, context.Cancellation);
            MeasuringTime time = MeasuringTime.Of(parsed.GetValue(seconds), parsed.GetValue(runs));
            BenchmarkWriter.Write(
                photos.Run(parsed.GetValue(threads) ?? DefaultThreads, time, context.Cancellation), parsed.GetValue(format), context.Output);
            UnreadableList.Write(photos.Unreadable, context);
            return ExitCode.Success;
        });
        return command;
    }

    private static int Measure(Func<NetworkBenchmarkDocument> run, OutputFormat format, CommandContext context)
    {
        try
        {
            BenchmarkWriter.Write(run(), format, context.Output);
            return ExitCode.Success;
        }
        catch (PlatformNotSupportedException e)
        {
            throw new MLResNetException(e.Message, e);
        }
    }
}
