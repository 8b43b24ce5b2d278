using System.Text.Json;

namespace MLResNet.Engine.Tests.Optimizers;

/// <summary>What torch.optim computes: Tests/Oracles/engine/optimizers.py.</summary>
internal sealed record OptimizerOracle(
    int Steps, int Total, IReadOnlyList<OptimizerOracle.Run> Optimizers, IReadOnlyList<OptimizerOracle.Rates> Schedules)
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The committed numbers.</summary>
    public static OptimizerOracle Numbers { get; } = JsonSerializer.Deserialize<OptimizerOracle>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Optimizers", "Fixtures", "optimizers.json")), SnakeCase)!;

    /// <summary>Two parameters after the last step.</summary>
    public sealed record Run(string Name, float[] Weight, float[] Bias);

    /// <summary>The factor of every step.</summary>
    public sealed record Rates(string Name, double[] Factors);
}
