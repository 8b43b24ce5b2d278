using System.Text.Json;
using MLResNet.Formats.Png;
using MLResNet.Imaging;

namespace MLResNet.Cli.Tests;

/// <summary>The tool on a manifest whose images have any number of labels.</summary>
public sealed class MultiLabelTests(MultiLabelTests.Trained trained) : IClassFixture<MultiLabelTests.Trained>
{
    [Fact]
    public void Training_tells_thresholds_and_evaluates_label_by_label()
    {
        Assert.Equal(0, trained.Training.ExitCode);
        JsonElement root = JsonDocument.Parse(trained.Training.Output).RootElement;
        Assert.Equal(2, root.GetProperty("thresholds").GetArrayLength());
        Assert.InRange(root.GetProperty("validation").GetProperty("mean_average_precision").GetDouble(), 0.5, 1);
        Assert.Contains("of 2 labels to train on", trained.Training.Error, StringComparison.Ordinal);
        JsonElement evaluation = root.GetProperty("evaluation");
        Assert.InRange(evaluation.GetProperty("macro_f1").GetDouble(), 0.7, 1);
        Assert.InRange(evaluation.GetProperty("hamming_loss").GetDouble(), 0, 0.3);
        Assert.InRange(evaluation.GetProperty("mean_average_precision").GetDouble(), 0.7, 1);
        Assert.False(evaluation.TryGetProperty("confusion", out _));
        JsonElement label = evaluation.GetProperty("per_class")[0];
        Assert.Equal("cold", label.GetProperty("label").GetString());
        Assert.Equal(root.GetProperty("thresholds")[0].GetSingle(), label.GetProperty("threshold").GetSingle());
        Assert.True(label.TryGetProperty("average_precision", out _));
        string page = File.ReadAllText(trained.Report);
        Assert.Contains("<h2>Labels</h2>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Confusion matrix", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_have_the_labels_that_a_photo_has_in_all_formats_and_agree_with_the_evaluation()
    {
        JsonElement[] all =
            [.. JsonDocument.Parse(Run("predict", trained.Model, trained.Folder, "--format", "json").Output).RootElement.EnumerateArray()];
        Assert.Equal(Trained.Images, all.Length);
        string[] joined = [.. all.Select(photo => string.Join('|', photo.GetProperty("labels").EnumerateArray().Select(LabelOf)))];
        Assert.Contains("", joined);
        Assert.Contains(joined, labels => labels.Contains('|', StringComparison.Ordinal));
        Assert.All(all, photo => Assert.Equal(LabelOf(photo), LabelOf(photo.GetProperty("top")[0])));

        string[] csv = Rows(Run("predict", trained.Model, trained.Folder, "--format", "csv"));
        Assert.Equal("path,labels,cold,warm", csv[0]);
        Assert.Equal(joined, csv.Skip(1).Select(row => row.Split(',')[1]));
        Assert.Contains("none", Run("predict", trained.Model, trained.Folder).Output, StringComparison.Ordinal);

        string[] evaluated = Rows(Run("evaluate", trained.Model, trained.Manifest, "--format", "csv"));
        Assert.Equal("path,label,predicted,score,label_score,correct,suspected,cold,warm", evaluated[0]);
        Assert.Equal(csv.Skip(1).Select(row => Scores(row, first: 2)), evaluated.Skip(1).Select(row => Scores(row, first: 7)));
        string table = Run("evaluate", trained.Model, trained.Manifest).Output;
        Assert.Contains("with all labels right", table, StringComparison.Ordinal);
        Assert.Matches("(?m)^label +images +threshold +precision +recall +F1 +AP\r?$", table);
        JsonElement evaluation = JsonDocument.Parse(Run("evaluate", trained.Model, trained.Manifest, "--format", "json").Output).RootElement;
        Assert.All(
            evaluation.GetProperty("mistakes").EnumerateArray(),
            mistake => Assert.Equal(JsonValueKind.Array, mistake.GetProperty("predicted_labels").ValueKind));

        static string LabelOf(JsonElement scored) => scored.GetProperty("label").GetString()!;
        static string Scores(string row, int first) => string.Join(',', row.Split(',')[first..]);
    }

    [Fact]
    public void Inspecting_tells_how_many_labels_images_have_and_from_where_on_the_model_gives_them()
    {
        JsonElement folder = JsonDocument.Parse(Run("inspect", trained.Manifest, "--format", "json").Output).RootElement;
        JsonElement[] counts = [.. folder.GetProperty("labels_per_image").EnumerateArray()];
        Assert.Equal([0, 1, 2], counts.Select(row => row.GetProperty("labels").GetInt32()));
        Assert.Equal(Trained.Images, counts.Sum(row => row.GetProperty("images").GetInt32()));
        Assert.Matches("labels:  1.00 an image; 12 with none, 24 with 1, 12 with 2", Run("inspect", trained.Manifest).Output);

        JsonElement model = JsonDocument.Parse(Run("inspect", trained.Model, "--format", "json").Output).RootElement;
        Assert.Equal((3, 2), (model.GetProperty("format_version").GetInt32(), model.GetProperty("thresholds").GetArrayLength()));
        Assert.Matches("(?m)^thresholds +any number of labels an image, from: cold 0\\.", Run("inspect", trained.Model).Output);
        Assert.Equal("label,training_images,threshold", Rows(Run("inspect", trained.Model, "--format", "csv"))[0]);
    }

    [Fact]
    public void Single_labels_train_such_a_model_only_on_demand_and_folds_tell_the_macro_f1()
    {
        using var folder = new TemporaryFolder();
        TinyPhotos.Write(folder["photos"], imagesPerClass: 6);
        string[] more = ["--multi-label", "--folds", "2", "--format", "json"];

        ToolRun run = ToolRun.Of([.. TrainedModel.TrainArguments(folder["photos"], folder["a.mlresnet"]), .. more]);

        Assert.Equal(0, run.ExitCode);
        JsonElement root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(2, root.GetProperty("thresholds").GetArrayLength());
        Assert.InRange(root.GetProperty("folds").GetProperty("macro_f1").GetDouble(), 0, 1);
        ToolRun refused = ToolRun.Of("evaluate", folder["a.mlresnet"], folder["photos"], "--top", "2");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--top", refused.ErrorSentence, StringComparison.Ordinal);
    }

    private static ToolRun Run(params string[] arguments)
    {
        ToolRun run = ToolRun.Of(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run;
    }

    private static string[] Rows(ToolRun run) =>
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A model of pictures that are cold, warm, both or neither, trained once.</summary>
    public sealed class Trained : IDisposable
    {
        internal const int Images = 48;

        private readonly TemporaryFolder _folder = new();

        public Trained()
        {
            Directory.CreateDirectory(Folder);
            List<string> rows = ["path,labels"];
            for (int i = 0; i < Images; i++)
            {
                bool isCold = i % 4 is 1 or 3, isWarm = i % 4 is 2 or 3;
                var random = new Random(i);
                var image = new RgbImage(TinyPhotos.Side, TinyPhotos.Side);
                for (int at = 0; at < image.Pixels.Length; at++)
                    image.Pixels[at] = (byte)(random.Next(60) + (at % 3 == 0 && isWarm || at % 3 == 2 && isCold ? 190 : 30));
                File.WriteAllBytes(Path.Combine(Folder, $"{i:00}.png"), PngEncoder.Encode(image));
                string labels = isCold && isWarm ? "cold|warm" : isCold ? "cold" : isWarm ? "warm" : "";
                rows.Add($"photos/{i:00}.png,{labels}");
            }
            File.WriteAllLines(Manifest, rows);
            Training = ToolRun.Of(
                "train", Manifest, "-o", Model, "--arch", "resnet20-cifar", "--size", "16", "--epochs", "12", "--batch", "8", "--threads", "1",
                "--test-fraction", "0.25", "--validation-fraction", "0.25", "--report", Report, "--format", "json");
        }

        internal ToolRun Training { get; }

        internal string Folder => _folder["photos"];

        internal string Manifest => _folder["labels.csv"];

        internal string Model => _folder["model.mlresnet"];

        internal string Report => _folder["report.html"];

        public void Dispose() => _folder.Dispose();
    }
}
