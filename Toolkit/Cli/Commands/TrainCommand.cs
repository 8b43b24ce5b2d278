using System.CommandLine;
using MLResNet.Cli.Output;
using MLResNet.Cli.Training;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet train</c>: a folder of labelled photos in, a model out.</summary>
internal static class TrainCommand
{
    private const string DefaultOutput = "model.mlresnet";
    private const string DefaultPlot = "learning-rate.svg";

    public static Command Create(CommandContext context)
    {
        Argument<string> folder = CommonOptions.Folder(
            "Labelled photos: a folder with a sub-folder per class, perhaps in train, val and test folders, "
            + "or a manifest (.csv, .tsv, .jsonl)");
        var output = new Option<string>("--output", "-o")
        {
            Description = "Where to write the model", HelpName = "file", DefaultValueFactory = _ => DefaultOutput,
        };
        Option<double?> testFraction = CommonOptions.TestFraction(
            "Part of the images to hold out and to evaluate on at the end [default: 0, or the folder's own test part]");
        Option<int?> folds = CommonOptions.Integer(
            "--folds", "First cross-validate: hold out each of so many parts of the images in turn, and tell mean and spread", 2, 1000);
        Option<string?> report = CommonOptions.Report();
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = $"Where to keep a training in epochs, to resume it, or {KeptTraining.None}; removed at the end "
                + "[default: beside the output, .checkpoint]",
            HelpName = "file",
        };
        Option<bool> resume = CommonOptions.Resume();
        var findRate = new Option<bool>("--find-rate")
        {
            Description = "Do not train, but try learning rates from low to high, and suggest one for --learning-rate",
        };
        var plot = new Option<string>("--plot")
        {
            Description = "Where --find-rate draws the loss by learning rate",
            HelpName = "file.svg",
            DefaultValueFactory = _ => DefaultPlot,
        };
        var settings = new TrainingOptions();
        Option<bool> strict = CommonOptions.Strict();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new ExampleCommand(
            "train",
            "Trains a model on a folder of labelled photos.",
            [
                "mlresnet train photos -o photos.mlresnet",
                "mlresnet train photos --test-fraction 0.2 --report report.html",
                "mlresnet train photos --tune last-stages --backbone resnet50v2",
                "mlresnet train more-photos --from photos.mlresnet -o photos-2.mlresnet",
                "mlresnet train photos --arch resnet18 --size 128 --epochs 40",
            ])
        {
            folder, output, testFraction, folds, report, checkpoint, resume, findRate, plot,
        };
        settings.AddTo(command);
        command.Add(strict);
        command.Add(format);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(findRate))
            {
                return new RateSearch(context)
                {
                    Folder = parsed.GetRequiredValue(folder),
                    TestFraction = parsed.GetValue(testFraction) ?? 0,
                    Plot = parsed.GetRequiredValue(plot),
                    Options = settings.Read(parsed) with { Strict = parsed.GetValue(strict) },
                    Format = parsed.GetValue(format),
                }.Execute();
            }
            var run = new TrainingRun(context)
            {
                Folder = parsed.GetRequiredValue(folder),
                Output = parsed.GetRequiredValue(output),
                TestFraction = parsed.GetValue(testFraction) ?? 0,
                Folds = parsed.GetValue(folds),
                Report = parsed.GetValue(report),
                Checkpoint = parsed.GetValue(checkpoint),
                Options = settings.Read(parsed) with { Strict = parsed.GetValue(strict), Resume = parsed.GetValue(resume) },
                Format = parsed.GetValue(format),
            };
            return run.Execute();
        });
        return command;
    }
}
