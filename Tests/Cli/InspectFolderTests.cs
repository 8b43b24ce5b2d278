using System.Text.Json;

namespace MLResNet.Cli.Tests;

public sealed class InspectFolderTests : IDisposable
{
    // Windows allows neither quotes nor control characters in a name.
    private static readonly string OddName = OperatingSystem.IsWindows() ? "b,'ö.jpg" : "b,\n\"ö\u001b[2J.jpg";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_tells_classes_formats_sizes_findings_and_unreadable_files()
    {
        TinyPhotos.Write(_folder.Path, imagesPerClass: 4);
        string broken = _folder["warm", OddName];
        File.WriteAllBytes(broken, [0xFF, 0xD8, 0xFF, 0xE0]);
        File.Copy(_folder["warm", "0.jpg"], _folder["cold", "same.png"]);

        ToolRun run = ToolRun.Of("inspect", _folder.Path, "--format", "json");

        Assert.Equal(0, run.ExitCode);
        JsonElement root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("folder", root.GetProperty("kind").GetString());
        Assert.Equal((10, 2), (root.GetProperty("images").GetInt32(), root.GetProperty("classes").GetInt32()));
        JsonElement.ArrayEnumerator classes = root.GetProperty("per_class").EnumerateArray();
        Assert.Equal(["cold", "warm"], classes.Select(row => row.GetProperty("label").GetString()));
        JsonElement.ArrayEnumerator formats = root.GetProperty("formats").EnumerateArray();
        Assert.Equal(
            [("jpeg", 6), ("png", 4)],
            formats.Select(row => (row.GetProperty("format").GetString(), row.GetProperty("images").GetInt32())));
        Assert.Equal(TinyPhotos.Side, root.GetProperty("width").GetProperty("median").GetInt32());
        Assert.Equal(broken, Assert.Single(root.GetProperty("unreadable").EnumerateArray()).GetProperty("path").GetString());
        JsonElement finding = Assert.Single(root.GetProperty("findings").EnumerateArray());
        Assert.Equal("image_in_two_classes", finding.GetProperty("kind").GetString());
    }

    [Fact]
    public void An_unreadable_file_is_named_on_one_line_whatever_its_name_and_fatal_with_strict()
    {
        TinyPhotos.Write(_folder.Path, imagesPerClass: 2);
        File.WriteAllBytes(_folder["warm", OddName], []);

        ToolRun run = ToolRun.Of("inspect", _folder.Path);
        Assert.Equal(0, run.ExitCode);
        string printed = OddName
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\u001b", "\\u001b", StringComparison.Ordinal);
        Assert.Contains($"{printed}: The file is empty.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Error + run.Output);

        ToolRun strict = ToolRun.Of("inspect", _folder.Path, "--strict");
        Assert.Equal(1, strict.ExitCode);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error_of_one_sentence()
    {
        ToolRun run = ToolRun.Of("inspect", _folder["nowhere"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal($"mlresnet: There is no folder or manifest '{_folder["nowhere"]}'; check the path.", run.ErrorSentence);
    }
}
