namespace MLResNet.Cli.Tests;

/// <summary>A model of two classes, trained by the tool in about a second, and the folder it was trained on.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedModel()
    {
        TinyPhotos.Write(Photos, imagesPerClass: 16);
        string[] more = ["--test-fraction", "0.25", "--report", Report, "--format", "json"];
        Training = ToolRun.Of([.. TrainArguments(Photos, Model), .. more]);
    }

    internal ToolRun Training { get; }

    internal string Photos => _folder["photos"];

    internal string Model => _folder["model.mlresnet"];

    internal string Report => _folder["report.html"];

    /// <summary>A command line that trains a small network quickly.</summary>
    internal static string[] TrainArguments(string photos, string model) =>
    [
        "train", photos, "-o", model,
        "--arch", "resnet20-cifar", "--size", "16", "--epochs", "6", "--batch", "8", "--threads", "1",
    ];

    public void Dispose() => _folder.Dispose();
}
