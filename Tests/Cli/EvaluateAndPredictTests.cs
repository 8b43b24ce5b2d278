using System.Text.Json;

namespace MLResNet.Cli.Tests;

public sealed class EvaluateAndPredictTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Evaluation_as_json_has_figures_classes_confusion_and_mistakes_that_add_up()
    {
        ToolRun run = ToolRun.Of("evaluate", trained.Model, trained.Photos, "--format", "json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        JsonElement root = JsonDocument.Parse(run.Output).RootElement;
        int images = root.GetProperty("images").GetInt32();
        Assert.Equal((32, 2), (images, root.GetProperty("classes").GetInt32()));
        int correct = root.GetProperty("correct").GetInt32();
        Assert.Equal((double)correct / images, root.GetProperty("accuracy").GetDouble());
        Assert.InRange(root.GetProperty("log_loss").GetDouble(), 0, 10);
        Assert.Equal(images - correct, root.GetProperty("mistakes").GetArrayLength());
        Assert.InRange(root.GetProperty("calibration_error").GetDouble(), 0, 1);
        JsonElement[] bins = [.. root.GetProperty("calibration").EnumerateArray()];
        Assert.Equal((15, images), (bins.Length, bins.Sum(bin => bin.GetProperty("images").GetInt32())));
        Assert.All(bins, bin => Assert.Equal(
            bin.GetProperty("images").GetInt32() == 0, bin.GetProperty("confidence").ValueKind == JsonValueKind.Null));
        Assert.InRange(root.GetProperty("suspected_labels").GetArrayLength(), 0, images - correct);
        JsonElement confusion = root.GetProperty("confusion");
        Assert.Equal(correct, confusion[0][0].GetInt32() + confusion[1][1].GetInt32());
        JsonElement.ArrayEnumerator classes = root.GetProperty("per_class").EnumerateArray();
        Assert.Equal([16, 16], classes.Select(row => row.GetProperty("images").GetInt32()));
    }

    [Fact]
    public void Predict_agrees_with_evaluate_on_every_file()
    {
        string[] evaluated = Rows(ToolRun.Of("evaluate", trained.Model, trained.Photos, "--format", "csv"));
        Assert.Equal("path,label,predicted,score,label_score,correct,suspected", evaluated[0]);
        string[] predicted = Rows(ToolRun.Of("predict", trained.Model, trained.Photos, "--format", "csv"));
        Assert.Equal("path,label,score", predicted[0]);
        IEnumerable<string[]> cells = evaluated.Skip(1).Select(row => row.Split(','));
        string[] expected = [.. cells.Select(row => $"{row[0]},{row[2]},{row[3]}")];
        Assert.Equal(32, expected.Length);
        Assert.Equal(expected, predicted.Skip(1));

        // One at a time as well: a picture's scores do not depend on its neighbours.
        foreach (string row in expected.Take(3))
            Assert.Equal(row, Rows(ToolRun.Of("predict", trained.Model, row.Split(',')[0], "--format", "csv"))[1]);
    }

    [Fact]
    public void Predictions_as_json_are_an_array_with_path_label_score_and_top()
    {
        string odd = _folder["@[red] -ö 日本.png"];
        TinyPhotos.WriteOne(odd, isWarm: true, seed: 99);

        ToolRun run = ToolRun.Of("predict", trained.Model, odd, trained.Photos, "--format", "json", "--top", "1");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        JsonElement[] all = [.. JsonDocument.Parse(run.Output).RootElement.EnumerateArray()];
        Assert.Equal(33, all.Length);
        Assert.Equal((odd, "warm"), (all[0].GetProperty("path").GetString(), all[0].GetProperty("label").GetString()));
        JsonElement top = Assert.Single(all[0].GetProperty("top").EnumerateArray());
        Assert.Equal("warm", top.GetProperty("label").GetString());
        Assert.Equal(all[0].GetProperty("score").GetSingle(), top.GetProperty("score").GetSingle());
    }

    [Fact]
    public void The_table_shows_each_photo_on_a_line_of_its_own()
    {
        string photo = Path.Combine(trained.Photos, "cold", "0.jpg");
        string[] lines = Rows(ToolRun.Of("predict", trained.Model, photo));
        Assert.Equal(2, lines.Length);
        Assert.Matches("^photo +label +score +or$", lines[0]);
        Assert.StartsWith($"{photo}  cold", lines[1], StringComparison.Ordinal);
        Assert.Matches(@"  warm \d+\.\d %$", lines[1]);
    }

    [Fact]
    public void Photos_that_cannot_be_read_are_listed_and_fatal_with_strict_or_if_there_are_no_others()
    {
        string bad = _folder["bad.jpg"];
        File.WriteAllBytes(bad, [0xFF, 0xD8, 0xFF, 0xD9]);
        string good = Path.Combine(trained.Photos, "warm", "1.png");

        ToolRun both = ToolRun.Of("predict", trained.Model, bad, good, "--format", "json");
        Assert.Equal(0, both.ExitCode);
        Assert.Equal(1, JsonDocument.Parse(both.Output).RootElement.GetArrayLength());
        Assert.Contains($"  {bad}: ", both.Error, StringComparison.Ordinal);

        ToolRun strict = ToolRun.Of("predict", trained.Model, bad, good, "--strict");
        ToolRun alone = ToolRun.Of("predict", trained.Model, bad);
        Assert.Equal((1, 1, "", ""), (strict.ExitCode, alone.ExitCode, strict.Output, alone.Output));
        Assert.StartsWith($"mlresnet: {bad}: ", alone.ErrorSentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("inspect")]
    public void A_bad_model_file_is_an_error_of_one_sentence_that_names_it(string command)
    {
        string model = _folder["bad.mlresnet"];
        byte[] whole = File.ReadAllBytes(trained.Model);
        foreach (byte[] content in new[] { [], "PK\x3\x4 no model"u8.ToArray(), whole[..^100], whole[..200] })
        {
            File.WriteAllBytes(model, content);
            ToolRun run = command == "inspect" ? ToolRun.Of(command, model) : ToolRun.Of(command, model, trained.Photos);
            Assert.Equal((1, ""), (run.ExitCode, run.Output));
            Assert.Contains(model, run.ErrorSentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_photo_folder_or_model_is_an_error_of_one_sentence()
    {
        string nowhere = _folder["nowhere"];
        string[][] commandLines =
        [
            ["predict", trained.Model, nowhere],
            ["evaluate", trained.Model, nowhere],
            ["predict", nowhere, trained.Photos],
        ];
        foreach (string[] arguments in commandLines)
        {
            ToolRun run = ToolRun.Of(arguments);
            Assert.Equal((1, ""), (run.ExitCode, run.Output));
            Assert.Contains(nowhere, run.ErrorSentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_class_that_the_model_does_not_know_is_named()
    {
        Directory.CreateDirectory(_folder["hot"]);
        Directory.CreateDirectory(_folder["warm"]);
        TinyPhotos.WriteOne(_folder["hot", "a.png"], isWarm: true, seed: 1);
        TinyPhotos.WriteOne(_folder["warm", "b.png"], isWarm: true, seed: 2);

        ToolRun run = ToolRun.Of("evaluate", trained.Model, _folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'hot'", run.ErrorSentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspecting_a_model_tells_network_labels_and_where_it_comes_from()
    {
        ToolRun run = ToolRun.Of("inspect", trained.Model, "--format", "json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        JsonElement root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("model", root.GetProperty("kind").GetString());
        Assert.Equal(("resnet20-cifar", 16), (root.GetProperty("arch").GetString(), root.GetProperty("size").GetInt32()));
        Assert.Equal(new FileInfo(trained.Model).Length, root.GetProperty("bytes").GetInt64());
        Assert.InRange(4 * root.GetProperty("parameters").GetInt64(), 1, root.GetProperty("bytes").GetInt64());
        Assert.InRange(root.GetProperty("temperature").GetDouble(), 0.01, 20);
        Assert.Equal(["cold", "warm"], root.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(24, root.GetProperty("provenance").GetProperty("data").GetProperty("images").GetInt32());
    }

    [Fact]
    public void The_report_names_images_that_stand_in_two_classes_or_were_trained_on()
    {
        foreach (string part in new[] { "train", "test" })
            TinyPhotos.Write(_folder["photos", part], imagesPerClass: 3);
        File.Copy(_folder["photos", "test", "warm", "1.png"], _folder["photos", "test", "cold", "copy.png"]);

        ToolRun run = ToolRun.Of("evaluate", trained.Model, _folder["photos"], "--report", _folder["report.html"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("expected calibration error", run.Output, StringComparison.Ordinal);
        string page = File.ReadAllText(_folder["report.html"]);
        Assert.Contains("The same image stands in two classes", page, StringComparison.Ordinal);
        Assert.Contains("The same image is trained on and held out", page, StringComparison.Ordinal);
    }

    private static string[] Rows(ToolRun run)
    {
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
