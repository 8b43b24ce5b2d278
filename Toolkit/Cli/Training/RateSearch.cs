using System.Globalization;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Documents;
using MLResNet.Cli.Output.Progress;

namespace MLResNet.Cli.Training;

/// <summary><c>mlresnet train --find-rate</c>: tries learning rates and suggests one.</summary>
internal sealed class RateSearch(CommandContext context)
{
    public required string Folder { get; init; }

    public required double TestFraction { get; init; }

    public required string Plot { get; init; }

    public required TransferLearningOptions Options { get; init; }

    public required OutputFormat Format { get; init; }

    /// <summary>Does it all and returns the exit code.</summary>
    public int Execute()
    {
        OutputFile.EnsureWritable(Plot);
        ImageFolder images = ImageFolder.Open(Folder, new ImageFolderOptions { MultiLabel = Options.MultiLabel });
        TrainingImages data = TrainingImages.From(images, TestFraction, Options.Seed);
        LearningRateCurve curve = ProgressDisplay.Run(context, "Stopping.", display =>
        {
            display.Update(0, () => "trying learning rates");
            return LearningRateFinder.Run(
                data.Images, Options with { Validation = data.Validation }, cancellationToken: context.Cancellation);
        });
        curve.SaveSvg(Plot);
        context.Note($"Wrote {Plot}");
        switch (Format)
        {
            case OutputFormat.Json:
                CliJson.Write(new RateDocument(curve.Suggestion, curve.Points), context.Output);
                break;
            case OutputFormat.Csv:
                CsvText.WriteRow(context.Output, "learning_rate", "loss");
                foreach (RatePoint point in curve.Points)
                    CsvText.WriteRow(context.Output, point.LearningRate, point.Loss);
                break;
            default:
                context.Output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"The loss begins to run away at about four times this rate: --learning-rate {curve.Suggestion:0.0e+0}"));
                break;
        }
        return ExitCode.Success;
    }
}
