using System.Text.Json;
using MLResNet.Tests;

namespace MLResNet.Cli.Tests;

/// <summary>A store with one backbone of the user's own.</summary>
public sealed class BackbonesTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private static string Store => Path.Combine(IsolatedHome.Path, "backbones");

    public void Dispose()
    {
        if (Directory.Exists(Store))
            Directory.Delete(Store, recursive: true);
    }

    [Fact]
    public void The_list_has_the_published_backbones_and_the_user_s_own()
    {
        Put("flowers");

        JsonElement[] all = [.. Json("backbones", "list", "--format", "json").EnumerateArray()];
        JsonElement own = all.Single(backbone => backbone.GetProperty("id").GetString() == "flowers");
        JsonElement published = all.Single(backbone => backbone.GetProperty("id").GetString() == "resnet50v2");

        Assert.True(all.Length > 40);
        Assert.Equal("stored", own.GetProperty("state").GetString());
        Assert.Equal("missing", published.GetProperty("state").GetString());
        Assert.Equal(0.7581, published.GetProperty("imagenet_accuracy").GetDouble());
        Assert.Equal(2048, published.GetProperty("features").GetInt32());
        Assert.Equal("bilinear", published.GetProperty("preprocessing").GetProperty("interpolation").GetString());
    }

    [Fact]
    public void The_list_of_what_is_here_is_short_and_notes_what_is_damaged()
    {
        Put("flowers");
        File.WriteAllText(Path.Combine(Store, "broken.mlresnet"), "no");

        ToolRun run = ToolRun.Of("backbones", "list", "--here");
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("id", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("flowers  stored", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("missing", StringComparison.Ordinal));
        Assert.Contains("broken.mlresnet is not a model package", run.ErrorSentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Showing_a_published_backbone_says_where_it_is_and_how_to_get_it()
    {
        ToolRun run = ToolRun.Of("backbones", "show", "resnet50v1.keras");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("mlresnet backbones download resnet50v1.keras", run.Output, StringComparison.Ordinal);
        Assert.Contains("2cb95161c43110f7111970584f804107", run.Output, StringComparison.Ordinal);
        Assert.Contains("bgr", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Showing_one_of_the_user_s_own_says_where_it_lies()
    {
        Put("flowers");

        JsonElement own = Json("backbones", "show", "flowers", "--format", "json");

        Assert.Equal(Path.Combine(Store, "flowers.mlresnet"), own.GetProperty("path").GetString());
        Assert.Equal(16, own.GetProperty("size").GetInt32());
        Assert.Equal(64, own.GetProperty("weights_hash").GetString()!.Length);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("download")]
    public void An_unknown_id_is_answered_with_similar_ones(string command)
    {
        ToolRun run = ToolRun.Of("backbones", command, "resnet50-v2");

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("did you mean resnet50v2", run.ErrorSentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_the_published_one_is_refused_in_a_sentence()
    {
        ToolRun run = ToolRun.Of("backbones", "import", model.Model, "--id", "resnet50v2");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is not the published file of resnet50v2", run.ErrorSentence, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Store, "resnet50v2.mlresnet")));
    }

    [Fact]
    public void A_model_of_one_s_own_is_imported_under_an_id_of_its_own_once()
    {
        string[] import = ["backbones", "import", model.Model, "--id", "Flowers", "--license", "CC0-1.0", "--format", "json"];

        JsonElement own = Json(import);
        ToolRun again = ToolRun.Of(import);

        Assert.Equal("flowers", own.GetProperty("id").GetString());
        Assert.Equal("CC0-1.0", own.GetProperty("license").GetString());
        Assert.Equal("model.mlresnet", own.GetProperty("source").GetString());
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("There is a backbone 'flowers'", again.ErrorSentence, StringComparison.Ordinal);
        Assert.Equal(0, ToolRun.Of([.. import, "--replace"]).ExitCode);
        Assert.Equal(0, ToolRun.Of("backbones", "verify").ExitCode);
    }

    [Fact]
    public void Verification_passes_what_is_whole_and_fails_for_what_is_damaged()
    {
        Put("flowers");
        Assert.Equal(0, ToolRun.Of("backbones", "verify").ExitCode);
        string path = Put("daisies");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^10]);

        ToolRun run = ToolRun.Of("backbones", "verify", "--format", "json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("mlresnet: 1 backbone of 2 cannot be used.", run.ErrorSentence);
        JsonElement[] checks = [.. JsonDocument.Parse(run.Output).RootElement.EnumerateArray()];
        Assert.Equal(["daisies", "flowers"], checks.Select(check => check.GetProperty("id").GetString()));
        Assert.Equal(JsonValueKind.Null, checks[1].GetProperty("problem").ValueKind);
    }

    [Fact]
    public void An_empty_store_is_verified_too()
    {
        ToolRun run = ToolRun.Of("backbones", "verify");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("has no backbones", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("download")]
    [InlineData("import")]
    [InlineData("verify")]
    public void Every_command_explains_itself_with_an_example(string command)
    {
        ToolRun run = ToolRun.Of("backbones", command, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"Examples:{Environment.NewLine}  mlresnet backbones {command}", run.Output, StringComparison.Ordinal);
    }

    private string Put(string id)
    {
        string path = Path.Combine(Directory.CreateDirectory(Store).FullName, id + ".mlresnet");
        File.Copy(model.Model, path);
        return path;
    }

    private static JsonElement Json(params string[] arguments)
    {
        ToolRun run = ToolRun.Of(arguments);
        Assert.Equal(0, run.ExitCode);
        return JsonDocument.Parse(run.Output).RootElement;
    }
}
