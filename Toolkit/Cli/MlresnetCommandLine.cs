using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using MLResNet.Cli.Commands;

namespace MLResNet.Cli;

/// <summary>The whole tool as a function of its arguments.</summary>
internal static class MlresnetCommandLine
{
    private const string DebugVariable = "MLRESNET_DEBUG";

    /// <summary>Runs a command line and returns the process's exit code; throws nothing.</summary>
    public static int Run(IReadOnlyList<string> arguments, CommandContext context)
    {
        try
        {
            // No response files: a photo's name may begin with '@'.
            var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
            ParseResult parsed = Root(context).Parse(arguments is [] ? ["--help"] : arguments, configuration);
            if (parsed.Errors.Count > 0)
                return FailUsage(parsed, context);
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = context.Output,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException e) when (context.Cancellation.IsCancellationRequested)
        {
            context.Note($"mlresnet: {(e is InterruptedException ? e.Message : "Stopped.")}");
            return ExitCode.Interrupted;
        }
        catch (Exception e)
        {
            return Fail(e, context);
        }
    }

    private static ExampleCommand Root(CommandContext context)
    {
        var root = new ExampleCommand(
            "mlresnet",
            "Turns a folder of labelled photos into an image classifier, and uses it.",
            ["mlresnet quickstart", "mlresnet train --help"])
        {
            QuickstartCommand.Create(context),
            TrainCommand.Create(context),
            PretrainCommand.Create(context),
            AverageCommand.Create(context),
            EvaluateCommand.Create(context),
            PredictCommand.Create(context),
            ExplainCommand.Create(context),
            SimilarCommand.Create(context),
            EmbedCommand.Create(context),
            InspectCommand.Create(context),
            ServeCommand.Create(context),
            ExportCommand.Create(context),
            GenerateCommand.Create(context),
            BackbonesCommand.Create(context),
            SampleCommand.Create(context),
            BenchCommand.Create(context),
        };
        root.Add(new HelpOption { Action = new ExamplesHelp() });
        root.Add(new VersionOption());
        return root;
    }

    private static int FailUsage(ParseResult parsed, CommandContext context)
    {
        Command command = parsed.CommandResult.Command;
        string known = string.Join(", ", command.Subcommands.Select(each => each.Name));
        string message = known.Length > 0
            ? parsed.UnmatchedTokens is [var unknown, ..] ? $"There is no command '{unknown}'; there are {known}." : $"Say which: {known}."
            : parsed.Errors[0] is { SymbolResult: ArgumentResult missing }
                ? $"The argument <{missing.Argument.Name}> is missing."
                : parsed.Errors[0].Message;
        context.Note($"mlresnet: {message} See '{FullName(parsed.CommandResult)} --help'.");
        return ExitCode.Usage;
    }

    /// <summary>A command as it is typed: mlresnet bench decode.</summary>
    private static string FullName(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{FullName(parent)} {result.Command.Name}" : result.Command.Name;

    private static int Fail(Exception e, CommandContext context)
    {
        bool isUserError = e is MLResNetException or IOException or UnauthorizedAccessException;
        bool wantsTrace = Environment.GetEnvironmentVariable(DebugVariable) is not (null or "" or "0");
        context.Note(isUserError
            ? $"mlresnet: {e.Message}"
            : $"mlresnet: This should not have happened: {e.Message} ({e.GetType().Name})"
                + (wantsTrace ? "" : $"; set {DebugVariable}=1 to see where, and please report it."));
        if (wantsTrace)
            context.Error.WriteLine(e);
        return isUserError ? ExitCode.Failure : ExitCode.Fault;
    }
}
