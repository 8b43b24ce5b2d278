using System.Security.Cryptography;
using System.Text.Json;

namespace MLResNet.CodeGeneration.Tests;

public sealed class RegenerationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RegenerationTests() => SmallModel.Write(Model);

    private string Model => _folder["flowers.mlresnet"];

    private string Consumption => _folder["Shop", "Shop", "Flowers.consumption.cs"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ProjectTemplate.Console)]
    [InlineData(ProjectTemplate.WebApi)]
    [InlineData(ProjectTemplate.Worker)]
    [InlineData(ProjectTemplate.Library)]
    [InlineData(ProjectTemplate.MLNet)]
    public void The_same_model_gives_the_same_files_and_the_result_lists_them(ProjectTemplate template)
    {
        GeneratedProject first = Generate(template), second = Generate(template);
        string[] there = [.. Directory.EnumerateFiles(_folder["Shop"], "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_folder["Shop"], path).Replace('\\', '/'))
            .Where(path => path != ".mlresnet-generated.json").Order(StringComparer.Ordinal)];

        Assert.Equal(there, first.Files.Select(file => file.Path));
        Assert.All(first.Files, file => Assert.Equal(GeneratedFileChange.Added, file.Change));
        Assert.All(second.Files, file => Assert.Equal(GeneratedFileChange.Unchanged, file.Change));
        foreach (string kind in (string[])["consumption.cs", "training.cs", "evaluate.cs", "settings.json", "mlresnet"])
            Assert.Contains($"Shop/Flowers.{kind}", there);
    }

    [Fact]
    public void What_the_user_has_added_stays_and_what_nobody_has_changed_is_replaced()
    {
        Generate(ProjectTemplate.Console);
        string own = _folder["Shop", "Shop", "Flowers.own.cs"];
        File.WriteAllText(own, "namespace Shop; public static partial class Flowers { public const int Own = 1; }");
        SmallModel.Write(Model, manifest => manifest with { Labels = ["a", "b", "c", "d", "e"] });

        GeneratedProject project = Generate(ProjectTemplate.Worker);

        Assert.Contains("Own = 1", File.ReadAllText(own), StringComparison.Ordinal);
        Assert.DoesNotContain(project.Files, file => file.Path.EndsWith(".own.cs", StringComparison.Ordinal));
        Assert.Equal(GeneratedFileChange.Updated, ChangeOf(project, "Shop/Flowers.consumption.cs"));
        Assert.Equal(GeneratedFileChange.Updated, ChangeOf(project, "Shop/Program.cs"));
        Assert.Equal(GeneratedFileChange.Added, ChangeOf(project, "Shop/Worker.cs"));
        project = Generate(ProjectTemplate.Console);
        Assert.Equal(GeneratedFileChange.Removed, ChangeOf(project, "Shop/Worker.cs"));
        Assert.False(File.Exists(_folder["Shop", "Shop", "Worker.cs"]));
    }

    [Fact]
    public void A_file_that_the_user_has_changed_is_replaced_only_when_forced_and_until_then_nothing_is_written()
    {
        Generate(ProjectTemplate.Worker);
        File.AppendAllText(Consumption, "// mine\n");
        File.AppendAllText(_folder["Shop", "Shop", "Worker.cs"], "// mine\n");
        Dictionary<string, byte[]> before = Contents();

        string message = Assert.Throws<MLResNetException>(() => Generate(ProjectTemplate.Console)).Message;

        Assert.Contains("Shop/Flowers.consumption.cs", message, StringComparison.Ordinal);
        Assert.Contains("--force", message, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
        GeneratedProject project = Generate(ProjectTemplate.Console, overwrite: true);
        Assert.Equal(GeneratedFileChange.Updated, ChangeOf(project, "Shop/Flowers.consumption.cs"));
        Assert.DoesNotContain("mine", File.ReadAllText(Consumption), StringComparison.Ordinal);
        Assert.Equal(GeneratedFileChange.Kept, ChangeOf(project, "Shop/Worker.cs"));
        Assert.True(File.Exists(_folder["Shop", "Shop", "Worker.cs"]));
    }

    [Fact]
    public void A_file_that_was_there_before_is_in_the_way_unless_it_is_the_same()
    {
        Directory.CreateDirectory(_folder["Shop"]);
        File.WriteAllText(_folder["Shop", "README.md"], "My shop.");

        string message = Assert.Throws<MLResNetException>(() => Generate(ProjectTemplate.Console)).Message;

        Assert.Contains("README.md", message, StringComparison.Ordinal);
        Assert.Equal("My shop.", File.ReadAllText(Assert.Single(Directory.GetFiles(_folder["Shop"]))));
        File.Delete(_folder["Shop", "README.md"]);
        Generate(ProjectTemplate.Console);
        File.WriteAllText(_folder["Shop", ".mlresnet-generated.json"], "lost");
        Assert.All(Generate(ProjectTemplate.Console).Files, file => Assert.Equal(GeneratedFileChange.Unchanged, file.Change));
    }

    [Fact]
    public void A_record_that_names_files_elsewhere_removes_none()
    {
        Generate(ProjectTemplate.Console);
        string outside = _folder["outside.txt"], record = _folder["Shop", ".mlresnet-generated.json"];
        File.WriteAllText(outside, "abc");
        const string hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        File.WriteAllText(record, JsonSerializer.Serialize(new
        {
            files = new Dictionary<string, string> { ["../outside.txt"] = hash, [outside] = hash, ["Shop/../../outside.txt"] = hash },
        }));

        Generate(ProjectTemplate.Console);

        Assert.True(File.Exists(outside));
    }

    [Fact]
    public void Options_that_do_nothing_and_files_that_are_none_are_refused_by_name()
    {
        Assert.Contains(
            "--embed", Refused(new() { Template = ProjectTemplate.WebApi, EmbedModel = true }), StringComparison.Ordinal);
        Assert.Contains("is not a clone", Refused(new() { Repository = _folder.Path }), StringComparison.Ordinal);
        string missing = _folder["missing.jpg"];
        Assert.StartsWith(missing, Refused(new() { SampleImage = missing }), StringComparison.Ordinal);
        Assert.StartsWith(Model, Refused(new() { SampleImage = Model }), StringComparison.Ordinal);
        File.WriteAllText(Model, "no model");
        Assert.StartsWith(Model, Refused(new()), StringComparison.Ordinal);
        File.Delete(Model);
        Assert.StartsWith(Model, Refused(new()), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["Shop"]));

        string Refused(ClassifierProjectOptions options) =>
            Assert.ThrowsAny<MLResNetException>(() => ClassifierProject.Generate(Model, _folder["Shop"], options)).Message;
    }

    [Fact]
    public void The_settings_say_what_was_generated_and_from_which_model()
    {
        Generate(ProjectTemplate.Library);

        using JsonDocument settings = JsonDocument.Parse(File.ReadAllBytes(_folder["Shop", "Shop", "Flowers.settings.json"]));

        JsonElement root = settings.RootElement, model = root.GetProperty("model");
        Assert.Equal("library", root.GetProperty("generation").GetProperty("template").GetString());
        Assert.Equal(SmallModel.HostileLabels, model.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder["Shop", "Shop", "Flowers.mlresnet"]))),
            model.GetProperty("sha256").GetString());
    }

    private GeneratedProject Generate(ProjectTemplate template, bool overwrite = false) => ClassifierProject.Generate(
        Model, _folder["Shop"], new ClassifierProjectOptions { Template = template, Overwrite = overwrite });

    private Dictionary<string, byte[]> Contents() => Directory.EnumerateFiles(_folder["Shop"], "*", SearchOption.AllDirectories)
        .ToDictionary(path => path, File.ReadAllBytes);

    private static GeneratedFileChange ChangeOf(GeneratedProject project, string path) =>
        project.Files.Single(file => file.Path == path).Change;
}
