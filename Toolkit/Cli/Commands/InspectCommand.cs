using System.CommandLine;
using MLResNet.Cli.Inspection;
using MLResNet.Cli.Output;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet inspect</c>: what a folder, a manifest or a model holds, and what is wrong with it.</summary>
internal static class InspectCommand
{
    public static Command Create(CommandContext context)
    {
        var path = new Argument<string>("path")
        {
            Description = "A folder with a sub-folder per class, a manifest (.csv, .tsv, .jsonl) or a model",
        };
        Option<bool> strict = CommonOptions.Strict();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new ExampleCommand(
            "inspect",
            "Shows what a folder of photos or a model holds, and what is wrong with it.",
            ["mlresnet inspect photos", "mlresnet inspect model.mlresnet --format json"])
        {
            path, strict, format,
        };
        command.SetAction(parsed =>
        {
            if (ModelInspection.IsModel(parsed.GetRequiredValue(path)))
            {
                ModelInspection.Run(parsed.GetRequiredValue(path), parsed.GetValue(format), context.Output);
                return ExitCode.Success;
            }
            FolderInspection inspection = FolderInspection.Run(parsed.GetRequiredValue(path), context);
            FolderInspectionWriter.Write(inspection, parsed.GetValue(format), context.Output);
            UnreadableList.Write(inspection.Unreadable, context);
            if (parsed.GetValue(strict) && inspection.Unreadable.Count > 0)
                throw UnreadableList.Error(inspection.Unreadable, inspection.Images.Count);
            return ExitCode.Success;
        });
        return command;
    }
}
