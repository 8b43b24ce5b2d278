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
    };

    private static ExampleCommand Inference(CommandContext context)
    {
        Option<int?> callers = CommonOptions.Integer("--callers", "Threads that predict at once, each a batch of its own [default: 1]", 1, 1024);
        var options = new NetworkOptions();
        var command = new ExampleCommand(
            "inference",
            "Measures predictions.",
            ["mlresnet bench inference --arch resnet50 --batch 1", "mlresnet bench inference --callers 2 --batch 1 --format json"])
        {
            callers,
        };
        options.AddTo(command);
        command.SetAction(parsed => Measure(
            () => InferenceBenchmark.Run(options.Read(parsed), parsed.GetValue(callers) ?? 1, context.Cancellation),
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
