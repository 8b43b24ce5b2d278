using System.CommandLine;
using MLResNet.Cli.Output;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet explain</c>: where on a photo a model sees what it says.</summary>
internal static class ExplainCommand
{
    private const string DefaultOutput = "heat.png";

    public static Command Create(CommandContext context)
    {
        Argument<string> model = CommonOptions.Model();
        var photo = new Argument<string>("photo") { Description = "An image file" };
        var output = new Option<string?>("--output", "-o")
        {
            Description = $"Where to write the photo with the heat map over it [default: {DefaultOutput}]", HelpName = "file.png",
        };
        var label = new Option<string?>("--label")
        {
            Description = "The label to explain [default: the likeliest]", HelpName = "label",
        };
        Option<int?> top = CommonOptions.Integer(
            "--top", "Explain the n likeliest labels, each in a file of its own: heat-1.png, heat-2.png, ...", 1);
        Option<int?> threads = CommonOptions.Threads();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new ExampleCommand(
            "explain",
            "Shows which parts of a photo speak for a label, as a heat map over the photo.",
            [
                "mlresnet explain model.mlresnet rose.jpg -o heat.png",
                "mlresnet explain model.mlresnet rose.jpg --label tulip",
                "mlresnet explain model.mlresnet rose.jpg --top 3 --format json",
            ])
        {
            model, photo, output, label, top, threads, format,
        };
        command.SetAction(parsed =>
        {
            string target = parsed.GetValue(output) ?? DefaultOutput;
            string path = parsed.GetRequiredValue(photo);
            if (parsed.GetValue(label) is not null && parsed.GetValue(top) is not null)
                throw new MLResNetException("--label names one label, --top takes the likeliest; give one of the two.");
            OutputFile.EnsureWritable(target);
            using ImageClassifier classifier = ModelFile.Load(parsed.GetRequiredValue(model), parsed.GetValue(threads));
            IReadOnlyList<Explanation> explanations = parsed.GetValue(top) is { } count
                ? classifier.ExplainTop(path, count)
                : [classifier.Explain(path, parsed.GetValue(label))];
            (Explanation Explanation, string File)[] written =
                [.. explanations.Select((explanation, i) => (explanation, FileOf(target, i, parsed.GetValue(top) ?? 1)))];
            foreach ((Explanation explanation, string file) in written)
                explanation.SavePng(file);
            ExplanationWriter.Write(path, written, parsed.GetValue(format), context.Output);
            return ExitCode.Success;
        });
        return command;
    }

    // Of several, heat.png becomes heat-1.png and so on, the likeliest label first.
    private static string FileOf(string target, int index, int count) => count == 1
        ? target
        : Path.Join(Path.GetDirectoryName(target), $"{Path.GetFileNameWithoutExtension(target)}-{index + 1}{Path.GetExtension(target)}");
}
