using System.CommandLine;
using MLResNet.Cli.Inspection;
using MLResNet.Cli.Output;
using MLResNet.Imaging;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet inspect</c>: what a folder, a manifest or a model holds, and what is wrong with it.</summary>
internal static class InspectCommand
{
    private const string DefaultSheet = "sheet.png";
    private const int DefaultSide = 128;

    public static Command Create(CommandContext context)
    {
        var given = new Argument<string[]>("path")
        {
            Description = "A folder with a sub-folder per class, a manifest (.csv, .tsv, .jsonl) or a model; with --curves, models",
            Arity = ArgumentArity.OneOrMore,
        };
        var curves = new Option<string?>("--curves")
        {
            Description = "Draw how models were trained: training and validation error by epoch, all in one picture",
            HelpName = "file.svg",
        };
        Option<Augmentation> augment = AugmentationOption.Create("Draw a sheet of what a network will see of images that are varied so");
        var sheet = new Option<string>("--out", "-o")
        {
            Description = "Where to draw it", HelpName = "file.png", DefaultValueFactory = _ => DefaultSheet,
        };
        Option<int?> size = CommonOptions.Integer("--size", "Side of the square that the network sees, in pixels [default: 128]", 16, 2048);
        Option<int?> seed = CommonOptions.Seed();
        Option<bool> multiLabel = CommonOptions.MultiLabel(
            "Read a manifest whose images may have any number of labels, even if none has several");
        Option<bool> strict = CommonOptions.Strict();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new ExampleCommand(
            "inspect",
            "Shows what a folder of photos or a model holds, and what is wrong with it.",
            [
                "mlresnet inspect photos",
                "mlresnet inspect photos --augment standard --out sheet.png",
                "mlresnet inspect model.mlresnet --format json",
                "mlresnet inspect plain.mlresnet residual.mlresnet --curves curves.svg",
            ])
        {
            given, curves, augment, sheet, size, seed, multiLabel, strict, format,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(given)?.Tokens is not [_, var second, ..] || result.GetResult(curves) is not null)
                return;
            result.AddError(second.Value.StartsWith('-')
                ? $"Unrecognized command or argument '{second.Value}'."
                : "Several models take --curves FILE.svg; a folder or model is inspected alone.");
        });
        command.SetAction(parsed =>
        {
            string[] paths = parsed.GetRequiredValue(given);
            if (parsed.GetValue(curves) is { } picture)
            {
                if (parsed.GetValue(augment) is not null)
                    throw new MLResNetException("--augment draws images, --curves how models were trained; leave one of them out.");
                CurveComparison.Run(paths, picture, parsed.GetValue(format), context);
                return ExitCode.Success;
            }
            string path = paths[0];
            if (ModelInspection.IsModel(path))
            {
                ModelInspection.Run(path, parsed.GetValue(format), context.Output);
                return ExitCode.Success;
            }
            var reading = new ImageFolderOptions { MultiLabel = parsed.GetValue(multiLabel) };
            if (parsed.GetValue(augment) is { } augmentation)
            {
                string file = parsed.GetRequiredValue(sheet);
                OutputFile.EnsureWritable(file);
                ImageFolder images = ImageFolder.Open(path, reading);
                ContactSheet.Write(file, images, augmentation, parsed.GetValue(size) ?? DefaultSide, parsed.GetValue(seed) ?? 1);
                context.Note($"Wrote {file}: each row an image as prediction sees it, then as training does.");
                return ExitCode.Success;
            }
            FolderInspection inspection = FolderInspection.Run(path, reading, context);
            FolderInspectionWriter.Write(inspection, parsed.GetValue(format), context.Output);
            UnreadableList.Write(inspection.Unreadable, context);
            if (parsed.GetValue(strict) && inspection.Unreadable.Count > 0)
                throw UnreadableList.Error(inspection.Unreadable, inspection.Images.Count);
            return ExitCode.Success;
        });
        return command;
    }
}
