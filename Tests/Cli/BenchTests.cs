using System.Text.Json;

namespace MLResNet.Cli.Tests;

public sealed class BenchTests
{
    private static readonly string[] Quickly = ["--arch", "resnet20-cifar", "--size", "16", "--batch", "2", "--runs", "3", "--seconds", "0.02", "--threads", "2"];

    // The network's definition at 16 x 16 pixels, a multiply-add being two operations.
    private static readonly double Operations = 2.0 * Engine.Networks.ResNetFamily.Get("resnet20-cifar").MultiplyAdds(16);

    [Theory]
    [InlineData("inference", 1)]
    [InlineData("training", 3)]
    public void Figures_of_a_network_hang_together(string command, int passes)
    {
        JsonElement root = Json("bench", command);

        Assert.Equal(("resnet20-cifar", 2, 16), (root.GetProperty("arch").GetString(), Int(root, "batch"), Int(root, "size")));
        Assert.Equal((3, 2), (Int(root, "runs"), Int(root, "threads")));
        double imagesPerSecond = Number(root, "images_per_second");
        Assert.Equal(2000 / Number(root, "milliseconds"), imagesPerSecond, imagesPerSecond * 1e-9);
        Assert.Equal(passes * Operations * imagesPerSecond / 1e9, Number(root, "gflops"), Number(root, "gflops") * 1e-9);
        Assert.Equal(Number(root, "gflops") / Number(root, "fma_peak_gflops"), Number(root, "fraction_of_peak"), 1e-9);
        foreach (string key in new[] { "first_ms", "load_ms", "working_set_mb" })
            Assert.True(Number(root, key) > 0, key);
    }

    [Fact]
    public void Layers_add_up_to_the_network()
    {
        JsonElement root = Json("bench", "inference", "--layers");
        JsonElement[] layers = [.. root.GetProperty("layers").EnumerateArray()];

        Assert.Equal("conv1", layers[0].GetProperty("name").GetString());
        Assert.Equal("fc", layers[^1].GetProperty("name").GetString());
        Assert.Equal([16, 16, 3], layers[0].GetProperty("input").EnumerateArray().Select(side => side.GetInt32()));
        Assert.Contains("winograd4x4", layers.Select(layer => layer.GetProperty("algorithm").GetString()));
        double operations = layers.Sum(layer => Number(layer, "gflops") * 1e9 * Number(layer, "milliseconds") / 1e3);
        Assert.Equal(2 * Operations, operations, Operations * 1e-9);
    }

    [Fact]
    public void Several_callers_each_do_their_runs()
    {
        JsonElement root = Json("bench", "inference", "--callers", "3");
        Assert.Equal((3, 9), (Int(root, "callers"), Int(root, "runs")));
    }

    [Fact]
    public void Decoding_counts_what_can_be_read_and_names_what_cannot()
    {
        using var folder = new TemporaryFolder();
        TinyPhotos.Write(folder.Path, imagesPerClass: 3);
        string broken = folder["warm", "broken.jpg"];
        File.WriteAllBytes(broken, [0xFF, 0xD8, 0xFF, 0xE0]);

        ToolRun run = ToolRun.Of("bench", "decode", folder.Path, "--size", "16", "--runs", "2", "--seconds", "0.02", "--threads", "2", "--format", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(broken, run.Error, StringComparison.Ordinal);
        JsonElement root = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((6, 2, 2), (Int(root, "images"), Int(root, "runs"), Int(root, "threads")));
        double pixels = TinyPhotos.Side * TinyPhotos.Side / 1e6;
        Assert.Equal(pixels * Number(root, "images_per_second"), Number(root, "megapixels_per_second"), 1e-6 * Number(root, "megapixels_per_second"));
    }

    [Fact]
    public void The_table_shows_throughput_and_layers()
    {
        ToolRun run = ToolRun.Of(["bench", "inference", .. Quickly, "--layers"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"throughput +\d+\.\d images/s", run.Output);
        Assert.Matches(@"layer1\.0\.conv1 +3 x 3 +16 x 16 x 16 +16 x 16 x 16 +winograd", run.Output);
    }

    [Fact]
    public void A_wrong_command_line_names_the_command_and_its_help()
    {
        Assert.Equal("mlresnet: There is no command 'x'; there are inference, training, decode. See 'mlresnet bench --help'.",
            ToolRun.Of("bench", "x").ErrorSentence);
        Assert.EndsWith("See 'mlresnet bench decode --help'.", ToolRun.Of("bench", "decode").ErrorSentence, StringComparison.Ordinal);
        Assert.StartsWith("mlresnet: There is no network 'x'; there are ", ToolRun.Of("bench", "training", "--arch", "x").ErrorSentence, StringComparison.Ordinal);
    }

    private static JsonElement Json(params string[] arguments)
    {
        ToolRun run = ToolRun.Of([.. arguments, .. Quickly, "--format", "json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static double Number(JsonElement element, string key) => element.GetProperty(key).GetDouble();

    private static int Int(JsonElement element, string key) => element.GetProperty(key).GetInt32();
}
