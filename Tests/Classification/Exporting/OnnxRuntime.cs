using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using MLResNet.Tests;

namespace MLResNet.Classification.Tests.Exporting;

/// <summary>Runs models by the real ONNX Runtime, if Tests/Oracles/onnxruntime/install.sh has installed it.</summary>
internal static class OnnxRuntime
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("MLRESNET_ONNXRUNTIME") is { Length: > 0 } folder ? folder
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "mlresnet-onnxruntime");

    /// <summary>Why tests that need it are skipped; null if it is there.</summary>
    public static string? Missing { get; } = Directory.Exists(Path.Combine(Folder, "node_modules", "onnxruntime-node"))
        ? null
        : "ONNX Runtime is not installed; Tests/Oracles/onnxruntime/install.sh does it, given Node and npm.";

    /// <summary>The outputs of a model by name.</summary>
    /// <param name="model">Path of the model.</param>
    /// <param name="input">Values of its input.</param>
    /// <param name="shape">Axes of the input.</param>
    public static IReadOnlyDictionary<string, Output> Run(string model, ReadOnlySpan<float> input, params int[] shape)
    {
        string values = model + ".input";
        File.WriteAllBytes(values, MemoryMarshal.AsBytes(input).ToArray());
        string script = Path.Combine(AppContext.BaseDirectory, "Exporting", "run.mjs");
        ProcessStartInfo start = TestProcess.StartInfo("node", script, model, values, string.Join(',', shape));
        start.WorkingDirectory = Folder;
        (int exitCode, string output, string errors) = TestProcess.Run(start);
        Assert.True(exitCode == 0, errors);
        return JsonSerializer.Deserialize<Dictionary<string, Output>>(output, JsonSerializerOptions.Web)!;
    }

    /// <summary>One output: its axes and its values.</summary>
    public sealed record Output(int[] Dims, float[] Data);
}
