using System.CommandLine;
using MLResNet.Cli.Output;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet predict</c>: what a model takes photos for.</summary>
internal static class PredictCommand
{
    private const int DefaultTop = 3;

    public static Command Create(CommandContext context)
    {
        Argument<string> model = CommonOptions.Model();
        var photos = new Argument<string[]>("photos")
        {
            Description = "Image files, and folders whose images are all taken",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<int?> top = CommonOptions.Integer("--top", $"How many of the likeliest labels to tell [default: {DefaultTop}]", 1);
        Option<bool> strict = CommonOptions.Strict();
        Option<int?> threads = CommonOptions.Threads();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new ExampleCommand(
            "predict",
            "Names what is on photos.",
            [
                "mlresnet predict model.mlresnet rose.jpg",
                "mlresnet predict model.mlresnet new-photos --format csv > predictions.csv",
            ])
        {
            model, photos, top, strict, threads, format,
        };
        command.SetAction(parsed =>
        {
            string[] paths = [.. PhotoPaths.Expand(parsed.GetRequiredValue(photos))];
            using ImageClassifier classifier = ModelFile.Load(parsed.GetRequiredValue(model), parsed.GetValue(threads));
            List<FilePrediction> results = FileResults.Collect(
                classifier.PredictMany(paths, context.Cancellation), "predicting", paths.Length, context);
            UnreadableFile[] unreadable = FileResults.Unreadable(
                results.Select(file => (file.Path, file.Error)), results.Count, parsed.GetValue(strict));

            PredictionWriter.Write(results, classifier, parsed.GetValue(top) ?? DefaultTop, parsed.GetValue(format), context.Output);
            UnreadableList.Write(unreadable, context);
            return ExitCode.Success;
        });
        return command;
    }
}
