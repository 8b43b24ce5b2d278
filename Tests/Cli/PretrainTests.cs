using System.Diagnostics;
using System.Text.Json;

namespace MLResNet.Cli.Tests;

public sealed class PretrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PretrainTests() => TinyPhotos.Write(_folder["photos"], imagesPerClass: 16);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_training_killed_again_and_again_comes_to_the_same_bytes()
    {
        Assert.Equal(0, ToolRun.Of(Arguments("whole.mlresnet")).ExitCode);
        byte[] expected = File.ReadAllBytes(_folder["whole.mlresnet"]);

        // A checkpoint after every step; killed while some are written, some read, some steps computed.
        string[] arguments = [.. Arguments("whole.mlresnet", "--resume", "--checkpoint-minutes", "1e-6", "--checkpoint", _folder["killed"])];
        arguments[3] = _folder["killed", "whole.mlresnet"];
        arguments[^1] = _folder["killed", "whole.checkpoint"];
        int kills = 0;
        foreach (int milliseconds in new[] { 0, 40, 150 })
        {
            using Process process = ToolProcess.Start(arguments);
            DateTime before = LastWritten(arguments[^1]);
            while (!process.HasExited && LastWritten(arguments[^1]) == before)
                Thread.Sleep(5);
            Thread.Sleep(milliseconds);
            kills += process.HasExited ? 0 : 1;
            process.Kill();
            process.WaitForExit();
        }
        ToolRun last = ToolRun.Of(arguments);

        Assert.InRange(kills, 1, 3);
        Assert.Equal(0, last.ExitCode);
        Assert.Contains("Going on from ", last.Error, StringComparison.Ordinal);
        Assert.Equal(expected, File.ReadAllBytes(arguments[3]));
        Assert.Equal(2, Directory.GetFiles(_folder["killed"]).Length);
    }

    [Fact]
    public void An_interrupted_training_says_how_to_go_on()
    {
        using var stop = new CancellationTokenSource();
        using var error = new StopAtLine(stop, "epoch 1/");
        int exitCode = MlresnetCommandLine.Run(Arguments("b.mlresnet"), new CommandContext(TextWriter.Null, error, stop.Token));

        Assert.Equal(ExitCode.Interrupted, exitCode);
        Assert.Contains(
            $"Stopped; {_folder["b.mlresnet"]} holds the backbone as it stands, {_folder["b.checkpoint"]} the training: go on with --resume.",
            error.ToString(), StringComparison.Ordinal);
        byte[] stopped = File.ReadAllBytes(_folder["b.mlresnet"]);

        ToolRun again = ToolRun.Of(Arguments("b.mlresnet"));
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("holds a training already; go on with it by --resume", again.ErrorSentence, StringComparison.Ordinal);

        Assert.Equal(0, ToolRun.Of(Arguments("b.mlresnet", "--resume")).ExitCode);
        Assert.NotEqual(stopped, File.ReadAllBytes(_folder["b.mlresnet"]));
    }

    [Fact]
    public void A_training_that_is_kept_nowhere_leaves_no_word_of_resuming()
    {
        using var stop = new CancellationTokenSource();
        using var error = new StopAtLine(stop, "epoch 1/");
        int exitCode = MlresnetCommandLine.Run(
            Arguments("b.mlresnet", "--checkpoint", "none"), new CommandContext(TextWriter.Null, error, stop.Token));

        Assert.Equal(ExitCode.Interrupted, exitCode);
        Assert.EndsWith("b.mlresnet holds the backbone as it stands.", error.ToString().TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("resume", error.ToString(), StringComparison.Ordinal);
        Assert.Equal([_folder["b.mlresnet"]], Directory.GetFiles(_folder[""]));
        Assert.False(File.Exists("none"));
    }

    [Fact]
    public void Results_come_as_json_and_the_backbone_is_called_as_its_file()
    {
        ToolRun run = ToolRun.Of(Arguments("mine.mlresnet", "--half", "--license", "CC0-1.0", "--format", "json"));

        JsonElement root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(("resnet20-cifar", 32), (root.GetProperty("arch").GetString(), root.GetProperty("size").GetInt32()));
        Assert.Equal(2, root.GetProperty("history").GetArrayLength());
        using ImageClassifier model = ImageClassifier.Load(_folder["mine.mlresnet"]);
        Assert.Equal(("mine", "CC0-1.0"), (model.Manifest.Backbone!.Id, model.Manifest.Backbone.License));
    }

    private string[] Arguments(string output, params string[] more) =>
    [
        "pretrain", _folder["photos"], "-o", _folder[output],
        "--arch", "resnet20-cifar", "--size", "32", "--start-size", "16", "--epochs", "2", "--batch", "4", "--threads", "1", .. more,
    ];

    private static DateTime LastWritten(string path) => File.GetLastWriteTimeUtc(path);

    /// <summary>Presses Ctrl-C, as it were, when a line appears.</summary>
    private sealed class StopAtLine(CancellationTokenSource stop, string start) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(start, StringComparison.Ordinal) == true)
                stop.Cancel();
        }
    }
}
