using System.Text.Json;
using MLResNet.Engine.Tests.Networks;

namespace MLResNet.Engine.Tests.Regression;

/// <summary>
/// Features, labels and the minimum that torch finds for them: Tests/Oracles/engine/regression.py has the formulas.
/// </summary>
internal sealed record RegressionOracle(
    string Name, int Rows, int Width, int Classes, double L2, double Shift, bool Weighted, double Objective, float[] Weight,
    float[] Logits)
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IReadOnlyList<RegressionOracle> Cases { get; } = JsonSerializer.Deserialize<RegressionOracle[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Regression", "Fixtures", "regression.json")), SnakeCase)!;

    public int[] Labels => [.. Enumerable.Range(0, Rows).Select(row => row % Classes)];

    public float[] RowWeights =>
        Weighted ? OracleWeights.Fill(Name + ".weights", Rows, u => 0.5 + u) : [.. Enumerable.Repeat(1f, Rows)];

    public float[] Features() => Features(Name, Rows, Width, Classes, Shift);

    public static float[] Features(string name, int rows, int width, int classes, double shift)
    {
        // The streams' numbers are multiples of 2^-24, so a float holds them exactly.
        float[] noise = OracleWeights.Fill(name + ".features", rows * width, u => 2 * u - 1);
        float[] row = OracleWeights.Fill(name + ".rows", rows, u => 2 * u - 1);
        float[] features = new float[rows * width];
        for (int i = 0; i < features.Length; i++)
        {
            int column = i % width, label = i / width % classes;
            double hit = column % classes == label ? shift : 0;
            double value = (noise[i] + 0.8 * row[i / width] + hit) * Math.Pow(10, column % 5 - 2) + column;
            features[i] = column == 3 ? 3 : (float)value;
        }
        return features;
    }
}
