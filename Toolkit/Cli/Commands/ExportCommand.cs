using System.CommandLine;
using MLResNet.Cli.Output;

namespace MLResNet.Cli.Commands;

/// <summary><c>mlresnet export</c>: a model for other programs.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> model = CommonOptions.Model();
        Option<ExportFormat> format = CommonOptions.Choice(
            "--format", "onnx: a network that other programs can run; safetensors: its weights alone [default: onnx]",
            ("onnx", ExportFormat.Onnx), ("safetensors", ExportFormat.Safetensors));
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Where to write [default: the model's name with the format's extension]", HelpName = "file",
        };
        var command = new ExampleCommand(
            "export",
            "Writes a model for other programs, such as ONNX Runtime.",
            ["mlresnet export photos.mlresnet", "mlresnet export photos.mlresnet --format safetensors -o weights.safetensors"])
        {
            model, format, output,
        };
        command.SetAction(parsed =>
        {
            string source = parsed.GetRequiredValue(model);
            ExportFormat kind = parsed.GetValue(format);
            string target = parsed.GetValue(output)
                ?? Path.ChangeExtension(source, kind == ExportFormat.Onnx ? ".onnx" : ".safetensors");
            using ImageClassifier classifier = ImageClassifier.Load(source, new ImageClassifierOptions { Threads = 1 });
            classifier.Export(target, kind);
            string content = kind == ExportFormat.Onnx
                ? $"takes RGB of 0 to 255, [batch, 3, {classifier.Preprocessing.Size}, {classifier.Preprocessing.Size}], "
                    + $"gives probabilities of {classifier.Labels.Count} classes"
                : $"{classifier.Parameters.Count} tensors";
            context.Output.WriteLine($"{Printable.Text(target)}: {Figure.Megabytes(new FileInfo(target).Length)}, {content}");
            return ExitCode.Success;
        });
        return command;
    }
}
