namespace MLResNet.Cli.Tests;

public sealed class ExportTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_is_exported_beside_itself_as_onnx_unless_told_otherwise()
    {
        string model = _folder["mine.mlresnet"];
        File.Copy(trained.Model, model);

        ToolRun run = ToolRun.Of("export", model);

        Assert.Equal((ExitCode.Success, ""), (run.ExitCode, run.Error));
        Assert.StartsWith($"{_folder["mine.onnx"]}: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("[batch, 3, 16, 16]", run.Output, StringComparison.Ordinal);
        Assert.True(new FileInfo(_folder["mine.onnx"]).Length > new FileInfo(model).Length / 2);
    }

    [Fact]
    public void Safetensors_hold_every_parameter()
    {
        ToolRun run = ToolRun.Of("export", trained.Model, "--format", "safetensors", "-o", _folder["weights.bin"]);

        Assert.Equal((ExitCode.Success, ""), (run.ExitCode, run.Error));
        string header = File.ReadAllText(_folder["weights.bin"]);
        using ImageClassifier model = ImageClassifier.Load(trained.Model);
        Assert.Contains($"{model.Parameters.Count} tensors", run.Output, StringComparison.Ordinal);
        Assert.All(model.Parameters, parameter => Assert.Contains($"\"{parameter.Name}\"", header, StringComparison.Ordinal));
        Assert.Contains("__metadata__", header, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_format_and_a_missing_model_are_refused_in_a_sentence()
    {
        ToolRun format = ToolRun.Of("export", trained.Model, "--format", "tflite");
        Assert.Equal(ExitCode.Usage, format.ExitCode);
        Assert.Contains("onnx, safetensors, not 'tflite'", format.ErrorSentence, StringComparison.Ordinal);

        ToolRun missing = ToolRun.Of("export", _folder["none.mlresnet"]);
        Assert.Equal(ExitCode.Failure, missing.ExitCode);
        Assert.Contains("none.mlresnet", missing.ErrorSentence, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }
}
