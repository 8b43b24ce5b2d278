using System.Text.Json;
using MLResNet.Cli.Quickstart;

namespace MLResNet.Cli.Tests;

public sealed class SampleAndQuickstartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_sample_is_a_data_set_of_five_classes_without_findings()
    {
        ToolRun run = ToolRun.Of("sample", _folder["parts"], "--images", "4", "--size", "32");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal($"{_folder["parts"]}: 20 images of 5 classes, bolt, defective, gear, nut, washer", run.Output.TrimEnd());

        JsonElement root = JsonDocument.Parse(ToolRun.Of("inspect", _folder["parts"], "--format", "json").Output).RootElement;
        Assert.Equal((20, 5), (root.GetProperty("images").GetInt32(), root.GetProperty("classes").GetInt32()));
        Assert.Equal(32, root.GetProperty("height").GetProperty("max").GetInt32());
        Assert.Equal(0, root.GetProperty("findings").GetArrayLength() + root.GetProperty("unreadable").GetArrayLength());
    }

    [Fact]
    public void The_sample_does_not_touch_a_folder_that_holds_something_else()
    {
        File.WriteAllText(_folder["diary.txt"], "mine");
        ToolRun run = ToolRun.Of("sample", _folder.Path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(_folder.Path, run.ErrorSentence, StringComparison.Ordinal);
        Assert.Equal([_folder["diary.txt"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_quickstart_shows_its_commands_leaves_model_and_report_and_can_be_run_again(bool hasBackbone)
    {
        var recipe = new QuickstartRecipe
        {
            ImagesPerClass = 5, PictureSize = 24, Arch = "resnet20-cifar", Size = 16, Epochs = 1,
        };
        if (hasBackbone)
        {
            TinyPhotos.Write(_folder["photos"], imagesPerClass: 4);
            Assert.Equal(0, ToolRun.Of(TrainedModel.TrainArguments(_folder["photos"], _folder["backbone.mlresnet"])).ExitCode);
            recipe = recipe with { Backbone = _folder["backbone.mlresnet"] };
        }
        for (int i = 0; i < 2; i++)
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            var context = new CommandContext(output, error, CancellationToken.None);
            int exitCode = new QuickstartRun(context, recipe, _folder["quick start"]).Execute();

            Assert.Equal(0, exitCode);
            string[] commands = [.. output.ToString().Split('\n').Where(line => line.StartsWith('$'))];
            Assert.Equal(["sample", "train", "predict"], commands.Select(line => line.Split(' ')[2]));
            Assert.Equal(hasBackbone, commands[1].Contains("--tune head --backbone ", StringComparison.Ordinal));
            Assert.True(File.Exists(_folder["quick start", "parts.mlresnet"]));
            Assert.True(File.Exists(_folder["quick start", "report.html"]));
            Assert.Contains("train my-photos", output.ToString(), StringComparison.Ordinal);
        }
    }
}
