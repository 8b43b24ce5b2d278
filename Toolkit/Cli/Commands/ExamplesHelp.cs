using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace MLResNet.Cli.Commands;

/// <summary>The usual help, and below it the command's examples.</summary>
internal sealed class ExamplesHelp : SynchronousCommandLineAction
{
    private readonly HelpAction _help = new();

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ExampleCommand { Examples: [_, ..] examples })
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
        }
        return ExitCode.Success;
    }
}
