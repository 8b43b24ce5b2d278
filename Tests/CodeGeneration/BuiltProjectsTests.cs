using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MLResNet.CodeGeneration.Tests;

/// <summary>What is generated builds without a warning, passes its own tests, and predicts as the library does.</summary>
public sealed partial class BuiltProjectsTests(BuiltProjects projects) : IClassFixture<BuiltProjects>
{
    [Fact]
    public async Task The_tests_of_all_projects_pass()
    {
        string output = await projects.TestAllAsync();

        Assert.Equal(Enum.GetValues<ProjectTemplate>().Length, PassedThree().Count(output));
    }

    [Theory]
    [InlineData(ProjectTemplate.Console)]
    [InlineData(ProjectTemplate.MLNet)]
    public async Task A_program_for_the_terminal_names_a_photo(ProjectTemplate template)
    {
        string output = await Command.DotnetAsync(projects.Folder, projects.AssemblyOf(template), projects.Photo);

        Assert.StartsWith($"{projects.Photo}: {projects.Expected.Label} (", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_names_the_photos_in_its_folder()
    {
        string folder = Path.GetDirectoryName(projects.Photo)!;

        string line = await Command.DotnetUntilAsync(
            projects.Folder, line => line.Contains($"{projects.Photo}: ", StringComparison.Ordinal), _ => Task.CompletedTask,
            projects.AssemblyOf(ProjectTemplate.Worker), "--Photos", folder);

        Assert.Contains($": {projects.Expected.Label.Split('\n')[0].TrimEnd()}", line, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_web_service_names_a_photo() => AssertServes((isAwaited, use) => Command.DotnetUntilAsync(
        projects.Folder, isAwaited, use, projects.AssemblyOf(ProjectTemplate.WebApi), "--urls", "http://127.0.0.1:0"));

    [Fact]
    public async Task A_program_published_as_one_file_needs_nothing_else()
    {
        string program = await projects.PublishAsync(ProjectTemplate.Console);

        string output = await Command.RunAsync(projects.Folder, program, projects.Photo);

        Assert.StartsWith($"{projects.Photo}: {projects.Expected.Label} (", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_service_published_as_one_file_needs_nothing_else()
    {
        string program = await projects.PublishAsync(ProjectTemplate.WebApi);

        await AssertServes((isAwaited, use) => Command.RunUntilAsync(
            Path.GetDirectoryName(program)!, isAwaited, use, program, "--urls", "http://127.0.0.1:0"));
    }

    /// <summary>A service that is run until it says where it listens names the photo.</summary>
    private async Task AssertServes(Func<Predicate<string>, Func<string, Task>, Task> runUntil)
    {
        const string listening = "Now listening on: ";
        string answer = "";

        await runUntil(line => line.Contains(listening, StringComparison.Ordinal), AskAsync);

        using JsonDocument document = JsonDocument.Parse(answer);
        JsonElement prediction = document.RootElement.GetProperty("predictions")[0];
        Assert.Equal(projects.Expected.Label, prediction.GetProperty("label").GetString());
        Assert.Equal(projects.Expected.Score, prediction.GetProperty("score").GetSingle(), 1e-4f);

        async Task AskAsync(string line)
        {
            var address = new Uri(line[(line.IndexOf(listening, StringComparison.Ordinal) + listening.Length)..].Trim());
            using var client = new HttpClient { BaseAddress = address };
            using var photo = new ByteArrayContent(await File.ReadAllBytesAsync(projects.Photo));
            photo.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            using HttpResponseMessage response = await client.PostAsync(new Uri("/classify", UriKind.Relative), photo);
            answer = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, answer);
        }
    }

    [Fact]
    public Task The_code_is_formatted_as_dotnet_format_would() =>
        Command.DotnetAsync(projects.Folder, "format", "whitespace", ".", "--folder", "--verify-no-changes");

    [Fact]
    public void Every_package_has_readme_licence_icon_documentation_and_symbols()
    {
        string[] packages = Directory.GetFiles(projects.Feed, "*.nupkg");

        Assert.Equal(
            ["BundledBackbone", "Cli", "CodeGeneration", "Datasets", "Engine", "Hosting", "MLResNet", "Serving"],
            packages.Select(NameOf).Order(StringComparer.Ordinal));
        Assert.All(packages, path =>
        {
            using ZipArchive package = ZipFile.OpenRead(path);
            string[] entries = [.. package.Entries.Select(entry => entry.FullName)];
            Assert.Contains("README.md", entries);
            Assert.Contains("icon.png", entries);
            Assert.Contains(entries, entry => entry.EndsWith(".dll", StringComparison.Ordinal));
            string name = NameOf(path);
            if (name == "Cli")
                Assert.Contains("tools/net10.0/any/DotnetToolSettings.xml", entries);
            else if (name != "BundledBackbone")
                Assert.Contains($"lib/net10.0/{(name == "MLResNet" ? name : $"MLResNet.{name}")}.xml", entries);
            using Stream specification = package.Entries.Single(
                entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
            XElement metadata = XElement.Load(specification).Elements().First();
            Assert.All((string[])["readme", "icon", "license", "description"], name => Assert.NotEmpty(Value(name)));
            Assert.True(File.Exists(Path.ChangeExtension(path, ".snupkg")), path);
            Assert.Contains(Value("license"), (string[])["MIT", "LICENSE.md"]);

            string Value(string key) =>
                metadata.Elements().SingleOrDefault(element => element.Name.LocalName == key)?.Value ?? "";
        });

        static string NameOf(string path) =>
            Path.GetFileName(path).Split(".0.")[0].Replace("MLResNet.", "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"Passed: +3, Skipped: +0")]
    private static partial Regex PassedThree();
}
