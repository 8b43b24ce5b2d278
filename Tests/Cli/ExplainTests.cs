using System.Text.Json;
using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet.Cli.Tests;

public sealed class ExplainTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Photo => Path.Combine(trained.Photos, "warm", "1.png");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_likeliest_label_is_explained_in_a_png_of_the_photo_s_size()
    {
        string heat = _folder["new", "heat.png"];

        ToolRun run = ToolRun.Of("explain", trained.Model, Photo, "-o", heat);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(2, lines.Length);
        Assert.Matches("^label +score +heat map$", lines[0]);
        Assert.Matches(@"^warm +\d+\.\d %  ", lines[1]);
        Assert.EndsWith(heat, lines[1], StringComparison.Ordinal);
        RgbImage picture = ImageDecoder.DecodeFile(heat);
        Assert.Equal((TinyPhotos.Side, TinyPhotos.Side), (picture.Width, picture.Height));
    }

    [Fact]
    public void Several_labels_as_json_have_a_file_a_region_and_a_heat_map_each()
    {
        ToolRun run = ToolRun.Of("explain", trained.Model, Photo, "-o", _folder["heat.png"], "--top", "2", "--format", "json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        JsonElement[] all = [.. JsonDocument.Parse(run.Output).RootElement.EnumerateArray()];
        Assert.Equal(["warm", "cold"], all.Select(each => each.GetProperty("label").GetString()));
        Assert.Equal([_folder["heat-1.png"], _folder["heat-2.png"]], all.Select(each => each.GetProperty("image").GetString()));
        Assert.Equal([_folder["heat-1.png"], _folder["heat-2.png"]], Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal));
        using ImageClassifier model = ImageClassifier.Load(trained.Model);
        foreach (JsonElement each in all)
        {
            Explanation expected = model.Explain(Photo, each.GetProperty("label").GetString());
            Assert.Equal(Photo, each.GetProperty("path").GetString());
            Assert.Equal((expected.Score, expected.Peak), (each.GetProperty("score").GetSingle(), each.GetProperty("peak").GetSingle()));
            Assert.Equal((24, 24), (each.GetProperty("width").GetInt32(), each.GetProperty("height").GetInt32()));
            JsonElement region = each.GetProperty("region");
            Assert.Equal(
                expected.Region,
                new CropBox(Side("left"), Side("top"), Side("right"), Side("bottom")));
            JsonElement[] rows = [.. each.GetProperty("heat").EnumerateArray()];
            Assert.Equal(expected.Height, rows.Length);
            Assert.Equal(expected.Heat.ToArray(), rows.SelectMany(row => row.EnumerateArray()).Select(value => value.GetSingle()));

            float Side(string name) => region.GetProperty(name).GetSingle();
        }
    }

    [Fact]
    public void A_label_of_one_s_own_choice_as_csv()
    {
        string heat = _folder["cold.png"];

        ToolRun run = ToolRun.Of("explain", trained.Model, Photo, "-o", heat, "--label", "cold", "--format", "csv");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("path,label,score,peak,image", lines[0]);
        Assert.StartsWith($"{Photo},cold,0.", lines[1], StringComparison.Ordinal);
        Assert.EndsWith($",{heat}", lines[1], StringComparison.Ordinal);
        Assert.True(File.Exists(heat));
    }

    [Fact]
    public void What_cannot_be_explained_is_an_error_of_one_sentence_and_leaves_no_file()
    {
        string bad = _folder["bad.jpg"], heat = _folder["heat.png"];
        File.WriteAllBytes(bad, [0xFF, 0xD8, 0xFF, 0xD9]);
        (string Named, string[] Arguments)[] runs =
        [
            (bad, ["explain", trained.Model, bad, "-o", heat]),
            ("'hot'", ["explain", trained.Model, Photo, "-o", heat, "--label", "hot"]),
            ("--top", ["explain", trained.Model, Photo, "-o", heat, "--label", "warm", "--top", "2"]),
            (_folder.Path, ["explain", trained.Model, Photo, "-o", _folder.Path]),
            (_folder["none.mlresnet"], ["explain", _folder["none.mlresnet"], Photo, "-o", heat]),
        ];
        foreach ((string named, string[] arguments) in runs)
        {
            ToolRun run = ToolRun.Of(arguments);
            Assert.Equal((1, ""), (run.ExitCode, run.Output));
            Assert.Contains(named, run.ErrorSentence, StringComparison.Ordinal);
        }
        Assert.Equal([bad], Directory.GetFiles(_folder.Path));
    }
}
