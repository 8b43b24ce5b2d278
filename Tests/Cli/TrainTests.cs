using System.Diagnostics;
using System.Text.Json;

namespace MLResNet.Cli.Tests;

public sealed class TrainTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_reports_every_epoch_writes_model_and_page_and_evaluates_what_it_held_out()
    {
        Assert.Equal((0, ""), (trained.Training.ExitCode, NotesBut(trained.Training.Error, "epoch ", "Wrote ", trained.Photos)));
        Assert.Equal(6, trained.Training.Error.Split('\n').Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
        Assert.True(File.Exists(trained.Model));
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(trained.Report), StringComparison.Ordinal);

        JsonElement root = JsonDocument.Parse(trained.Training.Output).RootElement;
        Assert.Equal(("resnet20-cifar", 16), (root.GetProperty("arch").GetString(), root.GetProperty("size").GetInt32()));
        Assert.Equal((24, 2), (root.GetProperty("images").GetInt32(), root.GetProperty("classes").GetInt32()));
        Assert.Equal(6, root.GetProperty("history").GetArrayLength());
        Assert.False(root.GetProperty("interrupted").GetBoolean());
        JsonElement evaluation = root.GetProperty("evaluation");
        Assert.Equal((8, 1.0), (evaluation.GetProperty("images").GetInt32(), evaluation.GetProperty("accuracy").GetDouble()));
    }

    [Fact]
    public void A_fine_tuning_that_was_killed_comes_to_the_same_bytes()
    {
        string[] arguments =
        [
            "train", trained.Photos, "-o", _folder["tuned.mlresnet"], "--tune", "all", "--backbone", trained.Model, "--epochs", "6",
            "--batch", "4", "--threads", "1", "--validation-fraction", "0.25", "--no-cache",
        ];
        Assert.Equal(0, ToolRun.Of(arguments).ExitCode);
        byte[] expected = File.ReadAllBytes(_folder["tuned.mlresnet"]);
        File.Delete(_folder["tuned.mlresnet"]);

        string checkpoint = _folder["tuned.checkpoint"];
        using (Process process = ToolProcess.Start(arguments))
        {
            while (!process.HasExited && !File.Exists(checkpoint))
                Thread.Sleep(2);
            process.Kill();
            process.WaitForExit();
        }
        Assert.False(File.Exists(_folder["tuned.mlresnet"]));

        ToolRun again = ToolRun.Of(arguments);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("holds a training already; go on with it by --resume", again.ErrorSentence, StringComparison.Ordinal);

        ToolRun resumed = ToolRun.Of([.. arguments, "--resume"]);
        Assert.Equal(0, resumed.ExitCode);
        Assert.Contains("Going on from ", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(expected, File.ReadAllBytes(_folder["tuned.mlresnet"]));
        Assert.False(File.Exists(checkpoint)); // of no more use
    }

    [Fact]
    public void An_automatic_training_killed_again_and_again_comes_to_the_same_bytes()
    {
        // A penalty so high that a head learns little: the trials have something to improve.
        string[] arguments =
        [
            "train", trained.Photos, "-o", _folder["auto.mlresnet"], "--backbone", trained.Model, "--epochs", "6", "--batch", "4",
            "--l2", "100", "--learning-rate", "0.01", "--threads", "1", "--validation-fraction", "0.25", "--no-cache", "--balance-classes", "sampling",
        ];
        ToolRun whole = ToolRun.Of(arguments);
        Assert.Equal(0, whole.ExitCode);
        Assert.Contains("tried     last stages", whole.Output, StringComparison.Ordinal);
        byte[] expected = File.ReadAllBytes(_folder["auto.mlresnet"]);
        File.Delete(_folder["auto.mlresnet"]);

        string checkpoint = _folder["auto.checkpoint"];
        int kills = 0;
        foreach (int milliseconds in new[] { 0, 50, 150 })
        {
            DateTime before = File.GetLastWriteTimeUtc(checkpoint);
            using Process process = ToolProcess.Start([.. arguments, "--resume"]);
            while (!process.HasExited && File.GetLastWriteTimeUtc(checkpoint) == before)
                Thread.Sleep(2);
            Thread.Sleep(milliseconds);
            kills += process.HasExited ? 0 : 1;
            process.Kill();
            process.WaitForExit();
        }
        ToolRun resumed = ToolRun.Of([.. arguments, "--resume"]);

        Assert.InRange(kills, 1, 3);
        Assert.Equal(0, resumed.ExitCode);
        Assert.Equal(expected, File.ReadAllBytes(_folder["auto.mlresnet"]));
        Assert.False(File.Exists(checkpoint));
    }

    [Theory]
    [InlineData("1", false)]
    [InlineData("2", true)]
    public void A_teacher_that_may_have_seen_what_is_held_out_is_told_of(string seed, bool isTold)
    {
        ToolRun run = ToolRun.Of(
        [
            .. TrainedModel.TrainArguments(trained.Photos, _folder["taught.mlresnet"]), "--test-fraction", "0.25", "--seed", seed,
            "--teacher", trained.Model, "--teacher", trained.Model, "--teacher-share", "0.75", "--format", "json",
        ]);

        Assert.Equal(0, run.ExitCode);
        JsonElement settings = JsonDocument.Parse(run.Output).RootElement.GetProperty("settings");
        Assert.Equal((2, 0.75), (settings.GetProperty("teachers").GetArrayLength(), settings.GetProperty("teacher_share").GetDouble()));
        Assert.Equal("resnet20-cifar", settings.GetProperty("teachers")[0].GetProperty("arch").GetString());
        Assert.Equal(isTold, run.Error.Contains("accuracy is overstated", StringComparison.Ordinal));
    }

    [Fact]
    public void The_test_part_of_a_folder_is_evaluated_unasked()
    {
        TinyPhotos.Write(_folder["train"], imagesPerClass: 4);
        TinyPhotos.Write(_folder["test"], imagesPerClass: 3);

        ToolRun run = ToolRun.Of([.. TrainedModel.TrainArguments(_folder.Path, _folder["m.mlresnet"]), "--format", "json"]);

        JsonElement root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(8, root.GetProperty("images").GetInt32());
        Assert.Equal(6, root.GetProperty("evaluation").GetProperty("images").GetInt32());
    }

    [Fact]
    public void A_backbone_gets_a_new_head()
    {
        string backbone = _folder["tiny.mlresnet"], model = _folder["m.mlresnet"];
        File.Copy(trained.Model, backbone);
        ToolRun run = ToolRun.Of(
            "train", trained.Photos, "-o", model, "--backbone", backbone, "--test-fraction", "0.25", "--format", "json");

        Assert.Equal((0, ""), (run.ExitCode, NotesBut(run.Error, "head  loss ", "Wrote ", trained.Photos, "note: Some class has fewer than 20 ")));
        JsonElement root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("head", root.GetProperty("tune").GetString());
        Assert.Equal("tiny", root.GetProperty("backbone").GetProperty("id").GetString());
        JsonElement head = root.GetProperty("head");
        Assert.Equal((16, 5), (head.GetProperty("size").GetInt32(), head.GetProperty("folds").GetInt32()));
        IEnumerable<double> trials = head.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("l2").GetDouble());
        Assert.Contains(head.GetProperty("l2").GetDouble(), trials);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("best_epoch").ValueKind);
        Assert.Equal(0, root.GetProperty("history").GetArrayLength());
        Assert.Equal(24, root.GetProperty("validation").GetProperty("images").GetInt32());
        Assert.Equal(1, root.GetProperty("evaluation").GetProperty("accuracy").GetDouble());

        ToolRun table = ToolRun.Of(
            "train", trained.Photos, "-o", model, "--backbone", backbone, "--l2", "0.5", "--balance-classes", "weights", "--mirror");
        Assert.Contains("head on tiny, 32 images", table.Output, StringComparison.Ordinal);
        Assert.Contains("L2 0.5; cross-validation: accuracy", table.Output, StringComparison.Ordinal);
        ToolRun inspection = ToolRun.Of("inspect", model);
        Assert.Contains("32 images and their mirror images, L2 0.5, classes balanced", inspection.Output, StringComparison.Ordinal);
        Assert.Matches("\nbackbone +tiny\n", inspection.Output);
    }

    [Fact]
    public void A_head_finds_the_features_of_the_training_before_unless_told_not_to()
    {
        TinyPhotos.Write(_folder["photos"], imagesPerClass: 3);
        foreach (string path in Directory.GetFiles(_folder["photos"], "*", SearchOption.AllDirectories))
            TinyPhotos.WriteOne(path, path.Contains("warm", StringComparison.Ordinal), seed: 1000 + Path.GetFileName(path)[0]); // no other test has these
        (int Found, string Text) Train(params string[] more)
        {
            string[] arguments =
                ["train", _folder["photos"], "-o", _folder["m.mlresnet"], "--tune", "head", "--backbone", trained.Model, .. more];
            using JsonDocument json = JsonDocument.Parse(ToolRun.Of([.. arguments, "--format", "json"]).Output);
            return (json.RootElement.GetProperty("features_found").GetInt32(), ToolRun.Of(arguments).Output);
        }

        Assert.Equal(0, Train("--no-cache").Found);
        Assert.Equal(0, Train("--no-cache").Found);
        Assert.Equal(0, Train().Found);
        (int found, string text) = Train();
        Assert.Equal(6, found);
        Assert.Contains("6 images (6 known already)", text, StringComparison.Ordinal);
        Assert.Contains("FeatureCacheBytes", ToolRun.Of(
            "train", _folder["photos"], "-o", _folder["m.mlresnet"], "--tune", "scratch", "--no-cache").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backbone_that_is_not_there_is_named_with_what_to_do()
    {
        ToolRun run = ToolRun.Of(
            "train", trained.Photos, "-o", _folder["m.mlresnet"], "--tune", "head", "--backbone", "resnet50v2.kers");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("did you mean resnet50v2.keras", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_file_and_another_seed_another()
    {
        TinyPhotos.Write(_folder["photos"], imagesPerClass: 4);
        byte[] Train(string seed)
        {
            string model = _folder[$"{Guid.NewGuid()}.mlresnet"];
            Assert.Equal(0, ToolRun.Of([.. TrainedModel.TrainArguments(_folder["photos"], model), "--seed", seed]).ExitCode);
            return File.ReadAllBytes(model);
        }

        byte[] first = Train("7");
        Assert.Equal(first, Train("7"));
        Assert.NotEqual(first, Train("8"));
    }

    [Fact]
    public void Broken_files_are_listed_and_left_out_and_fatal_with_strict()
    {
        TinyPhotos.Write(_folder["photos"], imagesPerClass: 4);
        File.WriteAllBytes(_folder["photos", "cold", "empty.jpg"], []);
        File.WriteAllText(_folder["photos", "warm", "text.png"], "no picture");
        string[] arguments = TrainedModel.TrainArguments(_folder["photos"], _folder["m.mlresnet"]);

        ToolRun lenient = ToolRun.Of(arguments);
        Assert.Equal(0, lenient.ExitCode);
        Assert.Contains("2 files could not be read and were left out:", lenient.Error, StringComparison.Ordinal);
        Assert.Contains($"{_folder["photos", "cold", "empty.jpg"]}: The file is empty.", lenient.Error, StringComparison.Ordinal);
        Assert.Contains(_folder["photos", "warm", "text.png"], lenient.Error, StringComparison.Ordinal);

        File.Delete(_folder["m.mlresnet"]);
        ToolRun strict = ToolRun.Of([.. arguments, "--strict"]);
        Assert.Equal(1, strict.ExitCode);
        string first = _folder["photos", "cold", "empty.jpg"];
        Assert.Contains($"mlresnet: 2 files cannot be read, the first being {first}", strict.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["m.mlresnet"]));
    }

    [Fact]
    public void A_single_class_and_an_empty_folder_are_errors_that_say_what_to_do()
    {
        Directory.CreateDirectory(_folder["one", "warm"]);
        TinyPhotos.WriteOne(_folder["one", "warm", "a.png"], isWarm: true, seed: 1);
        ToolRun single = ToolRun.Of("train", _folder["one"], "-o", _folder["m.mlresnet"]);
        Assert.Equal(1, single.ExitCode);
        Assert.Contains("has a single class, 'warm'", single.Error, StringComparison.Ordinal);

        Directory.CreateDirectory(_folder["empty"]);
        ToolRun empty = ToolRun.Of("train", _folder["empty"], "-o", _folder["m.mlresnet"]);
        Assert.Equal(1, empty.ExitCode);
        Assert.Contains("holds no images", empty.ErrorSentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--backbone", "none.mlresnet", "none.mlresnet cannot be read")]
    [InlineData("--arch", "resnet51", "there are resnet10, resnet18, ")]
    public void What_the_library_refuses_is_an_error_with_its_sentence(string option, string value, string sentence)
    {
        TinyPhotos.Write(_folder["photos"], imagesPerClass: 2);
        ToolRun run = ToolRun.Of("train", _folder["photos"], "-o", _folder["m.mlresnet"], option, value);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter '", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_cannot_be_written_is_an_error_before_the_training()
    {
        TinyPhotos.Write(_folder["photos"], imagesPerClass: 2);
        ToolRun run = ToolRun.Of("train", _folder["photos"], "-o", _folder["photos"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal($"mlresnet: {_folder["photos"]} is a folder; name a file to write to.", run.ErrorSentence);
    }

    [Theory]
    [InlineData("m.checkpoint")]
    [InlineData("none")]
    public void Stopping_keeps_the_best_model_so_far_and_the_training_unless_that_is_not_wanted(string checkpoint)
    {
        TinyPhotos.Write(_folder["photos"], imagesPerClass: 4);
        using var stop = new CancellationTokenSource();
        using var error = new StopAtLine(stop, start: "epoch 2/");
        using var output = new StringWriter();
        string[] arguments =
        [
            .. TrainedModel.TrainArguments(_folder["photos"], _folder["m.mlresnet"]),
            "--test-fraction", "0.25", "--format", "json", "--checkpoint", checkpoint == "none" ? checkpoint : _folder[checkpoint],
        ];

        int exitCode = MlresnetCommandLine.Run(arguments, new CommandContext(output, error, stop.Token));

        Assert.Equal(130, exitCode);
        JsonElement root = JsonDocument.Parse(output.ToString()).RootElement;
        Assert.True(root.GetProperty("interrupted").GetBoolean());
        Assert.Equal(2, root.GetProperty("history").GetArrayLength());
        Assert.Contains("holds the best model so far", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(checkpoint != "none", error.ToString().Contains("go on with --resume", StringComparison.Ordinal));
        Assert.Equal(checkpoint != "none", File.Exists(_folder["m.checkpoint"]));
        Assert.Equal(0, ToolRun.Of("evaluate", _folder["m.mlresnet"], _folder["photos"]).ExitCode);
    }

    [Fact]
    public void Stopping_before_the_first_epoch_is_over_leaves_no_model()
    {
        TinyPhotos.Write(_folder["photos"], imagesPerClass: 4);
        using var stop = new CancellationTokenSource();
        using var error = new StopAtLine(stop, start: _folder["photos"]);

        string[] arguments = TrainedModel.TrainArguments(_folder["photos"], _folder["m.mlresnet"]);

        int exitCode = MlresnetCommandLine.Run(arguments, new CommandContext(TextWriter.Null, error, stop.Token));

        Assert.Equal(130, exitCode);
        Assert.Contains("Stopped too early for a model to keep", error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["m.mlresnet"]));
    }

    private static string NotesBut(string error, params string[] starts) => string.Join('\n', error
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !starts.Any(start => line.StartsWith(start, StringComparison.Ordinal))));

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
