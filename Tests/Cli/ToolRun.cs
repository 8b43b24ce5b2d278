namespace MLResNet.Cli.Tests;

/// <summary>A run of the tool within this process.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public static ToolRun Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static ToolRun Of(CancellationToken cancellation, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = MlresnetCommandLine.Run(arguments, new CommandContext(output, error, cancellation));
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The error stream's only line.</summary>
    public string ErrorSentence => Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)).TrimEnd();
}
