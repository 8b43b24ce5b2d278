using System.Globalization;
using MLResNet.Cli.Output;

namespace MLResNet.Cli.Quickstart;

/// <summary>
/// One <c>mlresnet quickstart</c>: runs the very commands that it shows, one after the other, so that what it teaches is what it
/// does.
/// </summary>
internal sealed class QuickstartRun(CommandContext context, QuickstartRecipe recipe, string folder)
{
    private const string CommandVariable = "MLRESNET_COMMAND"; // how the launcher was called

    private readonly string _command =
        Environment.GetEnvironmentVariable(CommandVariable) is { Length: > 0 } typed ? typed : "mlresnet";

    private readonly string _photos = Path.Join(folder, "photos");
    private readonly string _model = Path.Join(folder, "parts.mlresnet");
    private readonly string _report = Path.Join(folder, "report.html");

    /// <summary>Runs all steps and returns the exit code of the last.</summary>
    public int Execute()
    {
        Say("Three steps: draw pictures of machine parts, train on most of them, name some that it has not seen.");
        int exitCode = Step(
            "sample", _photos, "--images", Text(recipe.ImagesPerClass), "--size", Text(recipe.PictureSize),
            "--seed", Text(recipe.Seed));
        if (exitCode != ExitCode.Success)
            return exitCode;

        string[] way = recipe.Backbone is { } backbone
            ? ["--tune", "head", "--backbone", backbone]
            : ["--arch", recipe.Arch, "--size", Text(recipe.Size), "--epochs", Text(recipe.Epochs), "--validation-fraction", "0"];
        exitCode = Step([
            "train", _photos, "-o", _model, .. way, "--test-fraction", Text(recipe.TestFraction), "--seed", Text(recipe.Seed),
            "--report", _report,
        ]);
        if (exitCode != ExitCode.Success)
            return exitCode;

        exitCode = Step(["predict", _model, .. HeldOutPhotos()]);
        if (exitCode == ExitCode.Success)
            SayWhatIsNext();
        return exitCode;
    }

    /// <summary>A picture of each class that the training has held out.</summary>
    private IEnumerable<string> HeldOutPhotos()
    {
        (_, ImageFolder test) = ImageFolder.Open(_photos).Split(recipe.TestFraction, recipe.Seed);
        return test.DistinctBy(image => image.LabelIndex).Select(image => image.Path);
    }

    private int Step(params string[] arguments)
    {
        Say("");
        Say($"$ {_command} {string.Join(' ', arguments.Select(Quoted))}");
        return MlresnetCommandLine.Run(arguments, context);
    }

    private void SayWhatIsNext()
    {
        Say("");
        Say($"{_report} shows the training and the mistakes; open it in a browser.");
        Say("Now with photos of your own, in one sub-folder per class:");
        Say($"  {_command} inspect my-photos");
        Say($"  {_command} train my-photos -o my.mlresnet --test-fraction 0.2 --report my-report.html");
        Say($"  {_command} predict my.mlresnet new-photo.jpg");
    }

    private void Say(string line) => context.Output.WriteLine(Printable.Text(line));

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static string Quoted(string argument) => argument.Any(char.IsWhiteSpace) ? $"\"{argument}\"" : argument;
}
