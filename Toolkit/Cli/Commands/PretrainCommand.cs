using System.CommandLine;
using MLResNet.Cli.Output;
using MLResNet.Cli.Training;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet pretrain</c>: many labelled images in, a backbone out.</summary>
internal static class PretrainCommand
{
    private const string DefaultOutput = "backbone.mlresnet";

    public static Command Create(CommandContext context)
    {
        Argument<string> folder = CommonOptions.Folder(
            "Many labelled images: a folder with a sub-folder per class, perhaps in train and val folders, or a manifest");
        var output = new Option<string>("--output", "-o")
        {
            Description = "Where to write the backbone", HelpName = "file", DefaultValueFactory = _ => DefaultOutput,
        };
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = $"Where to keep the training, to resume it, or {KeptTraining.None} [default: beside the output, .checkpoint]",
            HelpName = "file",
        };
        Option<bool> resume = CommonOptions.Resume();
        var settings = new PretrainingSettings();
        Option<bool> strict = CommonOptions.Strict();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new ExampleCommand(
            "pretrain",
            "Trains a backbone on many labelled images, from random weights or an earlier one; can be stopped and resumed.",
            [
                "mlresnet pretrain images -o backbone.mlresnet",
                "mlresnet pretrain images -o backbone.mlresnet --resume",
                "mlresnet pretrain images --arch resnet34v2 --size 96 --epochs 60",
                "mlresnet pretrain images -o better.mlresnet --from backbone.mlresnet --learning-rate 0.002",
            ])
        {
            folder, output, checkpoint, resume,
        };
        settings.AddTo(command);
        command.Add(strict);
        command.Add(format);
        command.SetAction(parsed =>
        {
            var run = new PretrainingRun(context)
            {
                Folder = parsed.GetRequiredValue(folder),
                Output = parsed.GetRequiredValue(output),
                Checkpoint = parsed.GetValue(checkpoint),
                Options = settings.Read(parsed) with { Strict = parsed.GetValue(strict), Resume = parsed.GetValue(resume) },
                Format = parsed.GetValue(format),
            };
            return run.Execute();
        });
        return command;
    }
}
