using System.Globalization;
using System.Text.Json;

namespace MLResNet.Cli.Tests;

public sealed class EmbedAndSimilarTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_becomes_an_npy_matrix_and_a_list_of_its_files_with_their_labels()
    {
        string target = _folder["new", "features.npy"];

        ToolRun run = ToolRun.Of("embed", trained.Model, trained.Photos, "-o", target);

        string list = _folder["new", "features.files.csv"];
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal($"{target}: 32 images, 64 features each; their paths in {list}", run.Output.TrimEnd());
        string[] paths = [.. ImageFolder.EnumerateFiles(trained.Photos)];
        string[] rows = File.ReadAllLines(list);
        Assert.Equal(["path,label", .. paths.Select(path => $"{path},{Path.GetFileName(Path.GetDirectoryName(path))}")], rows);
        byte[] file = File.ReadAllBytes(target);
        int data = 10 + BitConverter.ToUInt16(file, 8);
        Assert.Equal(data + 32 * 64 * 4, file.Length);
        using ImageClassifier model = ImageClassifier.Load(trained.Model);
        Assert.Equal(model.Embed(paths[5]), Enumerable.Range(0, 64).Select(i => BitConverter.ToSingle(file, data + (5 * 64 + i) * 4)));
    }

    [Fact]
    public void Files_become_csv_without_labels_and_unreadable_ones_are_listed_or_fatal()
    {
        string bad = _folder["bad.jpg"], target = _folder["features.csv"], good = Path.Combine(trained.Photos, "warm", "1.png");
        File.WriteAllBytes(bad, [0xFF, 0xD8, 0xFF, 0xD9]);

        ToolRun strict = ToolRun.Of("embed", trained.Model, bad, good, "-o", target, "--strict");
        ToolRun alone = ToolRun.Of("embed", trained.Model, bad, "-o", target);
        Assert.Equal((1, 1, "", ""), (strict.ExitCode, alone.ExitCode, strict.Output, alone.Output));
        Assert.Contains(bad, strict.ErrorSentence, StringComparison.Ordinal);
        Assert.False(File.Exists(target));

        ToolRun both = ToolRun.Of("embed", trained.Model, bad, good, "-o", target);
        Assert.Equal(0, both.ExitCode);
        Assert.Contains($"  {bad}: ", both.Error, StringComparison.Ordinal);
        string[] row = Assert.Single(File.ReadAllLines(target).Skip(1)).Split(',');
        Assert.Equal([good, ""], row.Take(2));
        using ImageClassifier model = ImageClassifier.Load(trained.Model);
        Assert.Equal(model.Embed(good), row.Skip(2).Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Another_extension_is_refused_before_the_model_is_read_and_an_output_is_asked_for()
    {
        ToolRun extension = ToolRun.Of("embed", _folder["none.mlresnet"], trained.Photos, "-o", _folder["features.txt"]);
        Assert.Equal(1, extension.ExitCode);
        Assert.Contains("features.txt has to end in .npy or .csv", extension.ErrorSentence, StringComparison.Ordinal);

        ToolRun without = ToolRun.Of("embed", trained.Model, trained.Photos);
        Assert.Equal(2, without.ExitCode);
        Assert.Contains("--output", without.ErrorSentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_photo_of_the_folder_is_most_like_itself_and_the_rest_follow_by_similarity()
    {
        string photo = Path.Combine(trained.Photos, "cold", "4.jpg");

        ToolRun run = ToolRun.Of("similar", trained.Model, trained.Photos, photo, "--top", "7", "--format", "json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        JsonElement[] all = [.. JsonDocument.Parse(run.Output).RootElement.EnumerateArray()];
        Assert.Equal(7, all.Length);
        Assert.Equal((photo, 1), (all[0].GetProperty("path").GetString(), all[0].GetProperty("similarity").GetSingle()));
        float[] similarities = [.. all.Select(each => each.GetProperty("similarity").GetSingle())];
        Assert.Equal(similarities.OrderDescending(), similarities);
        Assert.InRange(all.Count(each => each.GetProperty("path").GetString()!.Contains("cold", StringComparison.Ordinal)), 5, 7);
    }

    [Fact]
    public void Similar_photos_as_a_table_and_as_csv()
    {
        string photo = Path.Combine(trained.Photos, "warm", "3.png");

        string[] table = Rows(ToolRun.Of("similar", trained.Model, trained.Photos, photo));
        Assert.Equal(6, table.Length);
        Assert.Matches("^photo +similarity$", table[0]);
        Assert.Matches("3.png +1.0000$", table[1]);
        string[] csv = Rows(ToolRun.Of("similar", trained.Model, trained.Photos, photo, "--top", "1", "--format", "csv"));
        Assert.Equal(["path,similarity", $"{photo},1"], csv);
    }

    [Fact]
    public void Photos_that_cannot_be_searched_are_listed_or_fatal_and_one_to_look_for_has_to_be_readable()
    {
        string bad = _folder["bad.jpg"], photo = Path.Combine(trained.Photos, "warm", "3.png");
        File.WriteAllBytes(bad, [0xFF, 0xD8, 0xFF, 0xD9]);
        File.Copy(photo, _folder["copy.png"]);

        ToolRun run = ToolRun.Of("similar", trained.Model, _folder.Path, photo, "--format", "csv");
        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith($"{_folder["copy.png"]},1", run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains($"  {bad}: ", run.Error, StringComparison.Ordinal);

        string[][] commandLines =
        [
            ["similar", trained.Model, _folder.Path, photo, "--strict"],
            ["similar", trained.Model, trained.Photos, bad],
        ];
        foreach (string[] arguments in commandLines)
        {
            ToolRun failed = ToolRun.Of(arguments);
            Assert.Equal((1, ""), (failed.ExitCode, failed.Output));
            Assert.Contains(bad, failed.ErrorSentence, StringComparison.Ordinal);
        }
    }

    private static string[] Rows(ToolRun run)
    {
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
