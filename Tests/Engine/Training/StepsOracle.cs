using System.Text.Json;

namespace MLResNet.Engine.Tests.Training;

/// <summary>What PyTorch's losses are over ten steps of SGD: Tests/Oracles/engine/steps.py.</summary>
internal sealed record StepsOracle(int Batch, int Size, int Classes, IReadOnlyList<StepsOracle.Case> Cases)
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static StepsOracle Numbers { get; } = JsonSerializer.Deserialize<StepsOracle>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Networks", "Fixtures", "steps.json")), SnakeCase)!;

    /// <summary>One network: the loss before each step, and the logits of the first two images after the last.</summary>
    public sealed record Case(string Name, double[] Losses, float[] Logits);
}
