using MLResNet.Engine.Networks;
using MLResNet.Engine.Optimizers;
using MLResNet.Engine.Tests.Networks;

namespace MLResNet.Engine.Tests.Optimizers;

public sealed class OptimizerTests
{
    public static TheoryData<string, OptimizerOptions> Options => new()
    {
        { "sgd", new SgdOptions { Momentum = 0 } },
        { "sgd-momentum", new SgdOptions { WeightDecay = 0.05 } },
        { "sgd-nesterov", new SgdOptions { Momentum = 0.8, Nesterov = true, WeightDecay = 0.05 } },
        { "sgd-clipped", new SgdOptions { WeightDecay = 0.05, MaxGradientNorm = 4 } },
        { "adam", new AdamOptions() },
        { "adam-decay", new AdamOptions { Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-3, WeightDecay = 0.05 } },
        { "adamw", new AdamWOptions { WeightDecay = 0.05, MaxGradientNorm = 4 } },
    };

    // The weight's 19 values end in a part of a vector at any vector width, the bias's 5 at most.
    [Theory]
    [MemberData(nameof(Options), DisableDiscoveryEnumeration = true)]
    public void Parameters_move_as_pytorch_moves_them(string name, OptimizerOptions options)
    {
        OptimizerOracle.Run oracle = OptimizerOracle.Numbers.Optimizers.Single(run => run.Name == name);
        Parameter weight = Parameter("weight", oracle.Weight.Length, ParameterKind.Weight);
        Parameter bias = Parameter("bias", oracle.Bias.Length, ParameterKind.Bias);
        Optimizer optimizer = Optimizer.Create(options, [weight, bias]);

        for (int step = 0; step < OptimizerOracle.Numbers.Steps; step++)
        {
            float size = step % 2 == 0 ? 1 : 10;
            optimizer.Step([Values($"weight.gradient.{step}", weight.Values.Length, size), Values($"bias.gradient.{step}", 5, size)], 0.1);
        }

        Assert.Equal(oracle.Weight, weight.Values, CloseTo);
        Assert.Equal(oracle.Bias, bias.Values, CloseTo);
    }

    [Theory]
    [InlineData(ParameterKind.Weight, true)]
    [InlineData(ParameterKind.Bias, false)]
    [InlineData(ParameterKind.NormScale, false)]
    [InlineData(ParameterKind.NormShift, false)]
    public void Weight_decay_shrinks_weights_but_neither_biases_nor_norms(ParameterKind kind, bool shrinks)
    {
        Parameter parameter = Parameter("parameter", 11, kind);
        float[] before = [.. parameter.Values];

        Optimizer.Create(new SgdOptions { WeightDecay = 0.5 }, [parameter]).Step([new float[11]], 0.5);

        Assert.Equal(before.Select(value => shrinks ? value * 0.75f : value), parameter.Values);
    }

    [Fact]
    public void A_step_that_cannot_be_taken_moves_nothing()
    {
        Parameter parameter = Parameter("weight", 3, ParameterKind.Weight);
        float[] before = [.. parameter.Values];
        Optimizer optimizer = Optimizer.Create(new AdamOptions(), [parameter]);

        Assert.Throws<ArgumentException>(() => optimizer.Step([], 0.1));
        Assert.Throws<ArgumentException>(() => optimizer.Step([new float[4]], 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Step([new float[3]], double.NaN));
        Assert.Equal(0, optimizer.Steps);
        Assert.Equal(before, parameter.Values);
    }

    public static TheoryData<string, OptimizerOptions> Impossible => new()
    {
        { "Momentum", new SgdOptions { Momentum = 1 } },
        { "WeightDecay", new SgdOptions { WeightDecay = -1e-4 } },
        { "MaxGradientNorm", new SgdOptions { MaxGradientNorm = 0 } },
        { "Beta1", new AdamOptions { Beta1 = double.NaN } },
        { "Beta2", new AdamWOptions { Beta2 = 1 } },
        { "Epsilon", new AdamWOptions { Epsilon = 0 } },
    };

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void An_option_out_of_range_is_refused_by_name(string option, OptimizerOptions options) =>
        Assert.Contains(option, Assert.Throws<ArgumentException>(() => Optimizer.Create(options, [])).Message, StringComparison.Ordinal);

    private static Parameter Parameter(string name, int length, ParameterKind kind) =>
        new(new(name, [length], kind, true), Values(name, length, 1));

    private static float[] Values(string name, int length, float size) => OracleWeights.Fill(name, length, u => (2 * u - 1) * size);

    private static bool CloseTo(float expected, float actual) => Math.Abs(expected - actual) <= 2e-6f * Math.Max(1, Math.Abs(expected));
}
