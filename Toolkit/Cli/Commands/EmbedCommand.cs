using System.CommandLine;
using MLResNet.Cli.Output;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet embed</c>: photos as feature vectors, for other programs.</summary>
internal static class EmbedCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> model = CommonOptions.Model();
        var photos = new Argument<string[]>("photos")
        {
            Description = "Image files, and folders whose images are all taken",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "Where to write: .npy for NumPy, or .csv", HelpName = "file", Required = true,
        };
        Option<bool> strict = CommonOptions.Strict();
        Option<int?> threads = CommonOptions.Threads();
        var command = new ExampleCommand(
            "embed",
            "Writes the features that a network finds in photos, a vector a photo.",
            [
                "mlresnet embed model.mlresnet photos -o features.npy",
                "mlresnet embed model.mlresnet photos new-photos/rose.jpg -o features.csv",
            ])
        {
            model, photos, output, strict, threads,
        };
        command.SetAction(parsed =>
        {
            string target = parsed.GetRequiredValue(output);
            EmbeddingFile.RequireKnownFormat(target);
            OutputFile.EnsureWritable(target);
            string[] names = parsed.GetRequiredValue(photos);
            string[] paths = [.. PhotoPaths.Expand(names)];
            using ImageClassifier classifier = ModelFile.Load(parsed.GetRequiredValue(model), parsed.GetValue(threads));
            List<FileEmbedding> results = FileResults.Collect(
                classifier.EmbedMany(paths, context.Cancellation), "computing features", paths.Length, context);
            UnreadableFile[] unreadable = FileResults.Unreadable(
                results.Select(file => (file.Path, file.Error)), results.Count, parsed.GetValue(strict));

            EmbeddingFile.Write(target, results, PhotoPaths.Labels(names).GetValueOrDefault);
            int images = results.Count - unreadable.Length;
            string list = target.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? $"; their paths in {EmbeddingFile.ListOf(target)}" : "";
            context.Output.WriteLine(Printable.Text(
                $"{target}: {Figure.Images(images)}, {classifier.Spec.FeatureCount()} features each{list}"));
            UnreadableList.Write(unreadable, context);
            return ExitCode.Success;
        });
        return command;
    }
}
