using System.Text.Json;

namespace MLResNet.Cli.Tests;

public sealed class GenerateTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    [Fact]
    public void It_writes_a_project_and_lists_its_files_and_what_the_user_has_changed_is_in_the_way()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["generate", trained.Model, "-o", folder["MyClassifier"], "--template", "library", "--name", "Flowers"];

        ToolRun first = ToolRun.Of([.. arguments, "--embed", "--format", "json"]);

        Assert.Equal(ExitCode.Success, first.ExitCode);
        using JsonDocument document = JsonDocument.Parse(first.Output);
        JsonElement root = document.RootElement;
        Assert.Equal("library", root.GetProperty("template").GetString());
        Assert.Equal("MyClassifier", root.GetProperty("project").GetString());
        Assert.All(root.GetProperty("files").EnumerateArray(), file =>
        {
            Assert.Equal("added", file.GetProperty("change").GetString());
            Assert.True(File.Exists(folder["MyClassifier", file.GetProperty("path").GetString()!]));
        });
        string training = folder["MyClassifier", "MyClassifier", "Flowers.training.cs"];
        Assert.Contains("Arch = \"resnet20-cifar\",", File.ReadAllText(training), StringComparison.Ordinal);

        File.AppendAllText(training, "// mine");
        ToolRun second = ToolRun.Of(arguments), forced = ToolRun.Of([.. arguments, "--force"]);

        Assert.Equal(ExitCode.Failure, second.ExitCode);
        Assert.Contains("Flowers.training.cs", second.ErrorSentence, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, forced.ExitCode);
        Assert.DoesNotContain("mine", File.ReadAllText(training), StringComparison.Ordinal);
    }
}
