using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace MLResNet.Samples.Tests;

/// <summary>Each sample does what its first comment says.</summary>
public sealed class SampleTests(QuickstartRun quickstart) : IClassFixture<QuickstartRun>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlresnet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Quickstart_trains_evaluates_saves_and_names_a_photo()
    {
        Assert.True(quickstart.ExitCode == 0, quickstart.Errors);
        Assert.Contains(quickstart.Lines, line => line.Contains("accuracy", StringComparison.OrdinalIgnoreCase));
        Assert.EndsWith(" disc", quickstart.Lines[^3], StringComparison.Ordinal); // the likeliest of three
        using ImageClassifier model = ImageClassifier.Load(quickstart.Model);
        Assert.Equal(["cross", "disc", "stripes"], model.Labels);
    }

    [Fact]
    public void BatchScoring_writes_what_the_library_says_of_each_photo_and_why_one_cannot_be_read()
    {
        string odd = Path.Combine(_folder, "a, \"b\".png");
        File.Copy(Path.Combine(quickstart.Photos, "cross", "000.png"), odd);
        File.WriteAllText(Path.Combine(_folder, "c.jpg"), "no photo");
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "not looked at");

        (int exitCode, string[] lines, string errors) = SampleProgram.Run("BatchScoring", _folder, quickstart.Model, _folder);

        Assert.True(exitCode == 0, errors);
        using ImageClassifier model = ImageClassifier.Load(quickstart.Model);
        Prediction expected = model.Predict(odd);
        string score = expected.Score.ToString("F4", CultureInfo.InvariantCulture);
        Assert.Equal(["photo,label,score,error", $"\"a, \"\"b\"\".png\",{expected.Label},{score},"], lines[..2]);
        Assert.Matches("^c\\.jpg,,,.*\\w", lines[2]);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task Worker_moves_what_arrives_to_the_folder_of_its_class_and_ends_when_it_is_told_to()
    {
        string inbox = Path.Combine(_folder, "inbox"), sorted = Path.Combine(_folder, "sorted");
        string photo = Path.Combine(quickstart.Photos, "stripes", "002.png");
        Arrive("old.png", file => File.Copy(photo, file));
        using Process worker = SampleProgram.Start("Worker", _folder, quickstart.Model, inbox, sorted);
        _ = worker.StandardError.ReadToEndAsync();
        Task<string> log = worker.StandardOutput.ReadToEndAsync();
        Arrive("old-2.png", file => File.Copy(photo, file));
        Arrive("torn.jpg", file => File.WriteAllText(file, "no photo"));
        using ImageClassifier model = ImageClassifier.Load(quickstart.Model);
        string label = model.Predict(photo).Label;
        string[] expected =
        [
            Path.Combine(sorted, label, "old-2.png"), Path.Combine(sorted, label, "old.png"), Path.Combine(sorted, "unreadable", "torn.jpg"),
        ];

        Assert.True(SpinWait.SpinUntil(() => expected.All(File.Exists) || worker.HasExited, TimeSpan.FromMinutes(1)));
        Assert.Empty(Directory.EnumerateFiles(inbox));
        SampleProgram.Stop(worker);

        Assert.True(worker.ExitCode == 0 || OperatingSystem.IsWindows());
        Assert.Equal(expected, Directory.EnumerateFiles(sorted, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        Assert.Contains("torn.jpg", await log, StringComparison.Ordinal);

        void Arrive(string name, Action<string> write)
        {
            string file = Path.Combine(Directory.CreateDirectory(inbox).FullName, name), temporary = Path.Combine(_folder, name);
            write(temporary);
            File.SetLastWriteTimeUtc(temporary, DateTime.UtcNow.AddMinutes(-1)); // as one that has been there for a while
            File.Move(temporary, file);
        }
    }

    [Fact]
    public async Task WebApi_answers_a_photo_with_what_the_library_says_of_it()
    {
        string photo = Path.Combine(quickstart.Photos, "cross", "004.png");
        using Process service = SampleProgram.Start("WebApi", _folder, quickstart.Model, "--urls", "http://127.0.0.1:0");
        _ = service.StandardError.ReadToEndAsync();
        string? line;
        while ((line = await service.StandardOutput.ReadLineAsync()) is not null && !line.Contains("listening on", StringComparison.Ordinal))
        {
        }
        Assert.NotNull(line);
        using var client = new HttpClient { BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]) };
        using var body = new ByteArrayContent(await File.ReadAllBytesAsync(photo)) { Headers = { ContentType = new("image/png") } };
        using HttpResponseMessage answer = await client.PostAsync("/classify", body);
        JsonElement prediction = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("predictions")[0];
        string health = await client.GetStringAsync("/healthz"), page = await client.GetStringAsync("/");
        Task<string> rest = service.StandardOutput.ReadToEndAsync();
        SampleProgram.Stop(service);

        using ImageClassifier model = ImageClassifier.Load(quickstart.Model);
        Prediction expected = model.Predict(photo);
        Assert.Equal((expected.Label, expected.Score), (prediction.GetProperty("label").GetString(), prediction.GetProperty("score").GetSingle()));
        Assert.Equal("Healthy", health);
        Assert.StartsWith("<!doctype html>", page, StringComparison.OrdinalIgnoreCase);
        Assert.True(service.ExitCode == 0 || OperatingSystem.IsWindows(), await rest);
    }

    [Theory]
    [InlineData("Quickstart")]
    [InlineData("BatchScoring")]
    [InlineData("Worker")]
    [InlineData("WebApi")]
    [InlineData("MLNetPipeline")]
    public void The_readme_shows_lines_of_the_sample(string name)
    {
        string repository = SampleProgram.Metadata("Repository");
        string[] program = File.ReadAllLines(Path.Combine(repository, "Samples", name, "Program.cs"));
        string snippet = File.ReadAllText(Path.Combine(repository, "README.md"))
            .Split("```").Single(part => part.StartsWith($"csharp\n// {name}: ", StringComparison.Ordinal));

        string[] lines = snippet.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[2..];

        Assert.NotEmpty(lines);
        Assert.Empty(lines.Except(program.Select(line => line.Trim())));
    }

    [Fact]
    public void A_sample_that_is_called_wrongly_or_lacks_its_model_says_so_in_one_sentence()
    {
        foreach (string sample in (string[])["Quickstart", "BatchScoring", "Worker", "WebApi"])
        {
            (int exitCode, _, string errors) = SampleProgram.Run(sample, _folder);
            Assert.Equal((2, true), (exitCode, errors.StartsWith($"Usage: {sample} ", StringComparison.Ordinal)));
        }
        string missing = Path.Combine(_folder, "missing.mlresnet");
        (int code, _, string error) = SampleProgram.Run("BatchScoring", _folder, missing, _folder);
        Assert.Equal(1, code);
        Assert.Contains(missing, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
