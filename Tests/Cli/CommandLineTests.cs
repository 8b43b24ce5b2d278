namespace MLResNet.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void No_arguments_show_the_help()
    {
        ToolRun run = ToolRun.Of();
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:\n  mlresnet [command] [options]", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(ToolRun.Of("--help").Output, run.Output);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("average")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("explain")]
    [InlineData("similar")]
    [InlineData("embed")]
    [InlineData("inspect")]
    [InlineData("serve")]
    [InlineData("sample")]
    [InlineData("quickstart")]
    public void Every_command_explains_itself_with_examples(string command)
    {
        ToolRun run = ToolRun.Of(command, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.Contains($"mlresnet {command} ", run.Output, StringComparison.Ordinal);
        Assert.Contains($"Examples:{Environment.NewLine}  mlresnet {command}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no command 'inspekt'", "inspekt", "photos")]
    [InlineData("The argument <folder> is missing. See 'mlresnet bench decode --help'.", "bench", "decode")]
    [InlineData("--format takes table, json, csv, not 'yaml'.", "inspect", "photos", "--format", "yaml")]
    [InlineData("The argument <path> is missing.", "inspect")]
    [InlineData("Say which: list, show, download, import, verify. See 'mlresnet backbones --help'.", "backbones")]
    [InlineData("Unrecognized command or argument '--fast'.", "inspect", "photos", "--fast")]
    public void A_wrong_command_line_is_a_usage_error_of_one_sentence(string start, params string[] arguments)
    {
        ToolRun run = ToolRun.Of(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith($"mlresnet: {start}", run.ErrorSentence, StringComparison.Ordinal);
        Assert.EndsWith("--help'.", run.ErrorSentence, StringComparison.Ordinal);
    }
}
