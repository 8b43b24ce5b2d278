using System.CommandLine;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Progress;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet similar</c>: the photos of a folder that are most like another one.</summary>
internal static class SimilarCommand
{
    private const int DefaultTop = 5;

    public static Command Create(CommandContext context)
    {
        Argument<string> model = CommonOptions.Model();
        Argument<string> folder = CommonOptions.Folder("The photos to search: a folder, whose images are all taken");
        var photo = new Argument<string>("photo") { Description = "The photo to find others like" };
        Option<int?> top = CommonOptions.Integer("--top", $"How many of the most similar photos to tell [default: {DefaultTop}]", 1);
        Option<bool> strict = CommonOptions.Strict();
        Option<int?> threads = CommonOptions.Threads();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new ExampleCommand(
            "similar",
            "Finds the photos of a folder that are most like another one.",
            [
                "mlresnet similar model.mlresnet photos rose.jpg",
                "mlresnet similar model.mlresnet photos rose.jpg --top 20 --format csv",
            ])
        {
            model, folder, photo, top, strict, threads, format,
        };
        command.SetAction(parsed =>
        {
            string[] paths = [.. PhotoPaths.Expand([parsed.GetRequiredValue(folder)])];
            using ImageClassifier classifier = ModelFile.Load(parsed.GetRequiredValue(model), parsed.GetValue(threads));
            // Asked for first: a photo that cannot be read is known of before thousands of others have been.
            float[] features = classifier.Embed(parsed.GetRequiredValue(photo));
            ImageIndex index = ProgressDisplay.Run(context, "Stopping.", display =>
                ImageIndex.Build(classifier, paths, new ImageCounter(display, "computing features", paths.Length), context.Cancellation));
            if (index.Unreadable.Count > 0 && (parsed.GetValue(strict) || index.Count == 0))
                throw UnreadableList.Error(index.Unreadable, paths.Length);

            SimilarImageWriter.Write(index.Find(features, parsed.GetValue(top) ?? DefaultTop), parsed.GetValue(format), context.Output);
            UnreadableList.Write(index.Unreadable, context);
            return ExitCode.Success;
        });
        return command;
    }
}
