using System.CommandLine;
using MLResNet.Cli.Quickstart;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet quickstart</c>: from nothing to a model that names pictures.</summary>
internal static class QuickstartCommand
{
    private const string DefaultFolder = "mlresnet-quickstart";

    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("folder")
        {
            Description = "Where to put pictures, model and report",
            DefaultValueFactory = _ => DefaultFolder,
        };
        var command = new ExampleCommand(
            "quickstart",
            "Shows how it works: draws sample pictures, trains on most of them, evaluates on the others, names a few.",
            ["mlresnet quickstart"])
        {
            folder,
        };
        command.SetAction(parsed =>
            new QuickstartRun(context, QuickstartRecipe.Default, parsed.GetRequiredValue(folder)).Execute());
        return command;
    }
}
