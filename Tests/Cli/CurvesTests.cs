using System.Text.Json;
using System.Xml.Linq;

namespace MLResNet.Cli.Tests;

public sealed class CurvesTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Models_are_drawn_in_one_picture_under_their_names_and_told_epoch_by_epoch()
    {
        string picture = _folder["pictures", "curves.svg"];
        ToolRun run = ToolRun.Of("inspect", Copy("plain-20.mlresnet"), Copy("residual & 20.mlresnet"), "--curves", picture, "--format", "json");

        Assert.Equal((0, $"Wrote {picture}"), (run.ExitCode, run.ErrorSentence));
        JsonElement root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(["resnet20-cifar", "resnet20-cifar"], root.EnumerateArray().Select(model => model.GetProperty("arch").GetString()));
        Assert.All(root.EnumerateArray(), model => Assert.Equal(6, model.GetProperty("history").GetArrayLength()));
        XElement svg = XDocument.Load(picture).Root!;
        Assert.Equal(2, Lines(svg).Count(line => line == "training"));
        Assert.Contains("residual & 20", svg.Elements().Select(text => text.Value));

        ToolRun csv = ToolRun.Of("inspect", _folder["plain-20.mlresnet"], "--curves", picture, "--format", "csv");
        Assert.Equal(1 + 6, csv.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        ToolRun table = ToolRun.Of("inspect", _folder["plain-20.mlresnet"], "--curves", picture);
        Assert.Matches("plain-20.mlresnet +resnet20-cifar +6 +[0-9.]+ %", table.Output);

        static IEnumerable<string?> Lines(XElement svg) => svg.Elements().Where(tag => tag.Name.LocalName == "path").Select(tag => (string?)tag.Attribute("class"));
    }

    [Fact]
    public void Models_of_one_name_are_told_by_their_folders()
    {
        Directory.CreateDirectory(_folder["a"]);
        string first = Copy(Path.Combine("a", "m.mlresnet")), second = Copy("m.mlresnet");
        Assert.Equal(0, ToolRun.Of("inspect", first, second, "--curves", _folder["curves.svg"]).ExitCode);
        // The names are as long as the paths of temporary folders, and are shortened in the middle.
        Assert.Equal(2, XDocument.Load(_folder["curves.svg"]).Descendants().Count(text => text.Value.EndsWith("m.mlresnet", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_has_no_curves_is_named_and_several_models_need_a_picture()
    {
        string head = _folder["head.mlresnet"];
        Assert.Equal(0, ToolRun.Of("train", trained.Photos, "-o", head, "--tune", "head", "--backbone", trained.Model).ExitCode);
        Assert.Equal($"mlresnet: {head} was not trained in epochs, so it has no curves; leave it out.",
            ToolRun.Of("inspect", trained.Model, head, "--curves", _folder["curves.svg"]).ErrorSentence);
        Assert.StartsWith("mlresnet: Several models take --curves", ToolRun.Of("inspect", trained.Model, head).ErrorSentence, StringComparison.Ordinal);
        Assert.Contains("--augment",
            ToolRun.Of("inspect", trained.Model, "--augment", "shift", "--curves", _folder["curves.svg"]).ErrorSentence, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["curves.svg"]));
    }

    [Fact]
    public void Another_optimizer_is_told_of_and_refused_where_nothing_is_optimized()
    {
        string model = _folder["m.mlresnet"];
        ToolRun run = ToolRun.Of(
            [.. TrainedModel.TrainArguments(trained.Photos, model), "--optimizer", "sgd", "--average-epochs", "0", "--augment", "shift", "--format", "json"]);
        JsonElement settings = JsonDocument.Parse(run.Output).RootElement.GetProperty("settings");
        Assert.Equal(("SGD", 0.0), (settings.GetProperty("optimizer").GetString(), settings.GetProperty("moving_average").GetDouble()));
        Assert.Equal(0.125, settings.GetProperty("augmentation").GetProperty("max_shift").GetDouble());

        ToolRun refused = ToolRun.Of("train", trained.Photos, "-o", model, "--tune", "head", "--backbone", trained.Model, "--optimizer", "sgd");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("The option Optimizer has no effect", refused.Error, StringComparison.Ordinal);
    }

    private string Copy(string name)
    {
        File.Copy(trained.Model, _folder[name]);
        return _folder[name];
    }
}
