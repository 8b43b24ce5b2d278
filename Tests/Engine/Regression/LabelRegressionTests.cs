using System.Text.Json;
using MLResNet.Engine.Regression;
using MLResNet.Engine.Tests.Kernels;
using MLResNet.Engine.Tests.Networks;

namespace MLResNet.Engine.Tests.Regression;

public sealed class LabelRegressionTests
{
    private const double Tight = 1e-6;

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly Problem[] Problems = JsonSerializer.Deserialize<Problem[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Regression", "Fixtures", "label-regression.json")), SnakeCase)!;

    [Fact]
    public void The_minimum_is_that_of_torch_label_by_label_on_any_instructions()
    {
        foreach (Problem oracle in Problems)
        {
            foreach (InstructionSet set in InstructionSets.Available)
            {
                using LogisticRegression regression = oracle.Regression(new() { InstructionSet = set });

                RegressionFit fit = regression.Fit(oracle.L2, Tight);

                Assert.InRange(fit.Objective / oracle.Objective, 1 - 1e-6, 1 + 1e-6);
                Assert.InRange(Closeness.Distance(fit.Head.Weight, oracle.Weight), 0, 2e-3);
                float[] probabilities = [.. oracle.Logits.Select(logit => (float)(1 / (1 + Math.Exp(-logit))))];
                Assert.InRange(Closeness.Distance(regression.Predict(fit), probabilities), 0, 2e-3);
            }
        }
    }

    [Fact]
    public void A_label_does_not_depend_on_the_others_it_is_fitted_with()
    {
        Problem oracle = Problems[0];
        using LogisticRegression together = oracle.Regression();
        float[] weight = together.Fit(oracle.L2, Tight).Head.Weight;

        for (int label = 0; label < oracle.Classes; label++)
        {
            bool[] own = [.. oracle.Truth.Where((_, i) => i % oracle.Classes == label)];
            using var alone = LogisticRegression.PerLabel(oracle.Features, oracle.Width, own, 1);
            float[] expected = weight[(label * oracle.Width)..((label + 1) * oracle.Width)];
            Assert.InRange(Closeness.Distance(alone.Fit(oracle.L2, Tight).Head.Weight, expected), 0, 2e-3);
        }
    }

    [Fact]
    public void A_label_that_no_row_or_every_row_has_becomes_certain_and_nothing_infinite()
    {
        Problem oracle = Problems[0];
        bool[] truth = [.. oracle.Truth.Select((has, i) => i % oracle.Classes == 0 ? false : i % oracle.Classes == 1 || has)];
        foreach (bool balances in new[] { false, true })
        {
            using var regression = LogisticRegression.PerLabel(oracle.Features, oracle.Width, truth, oracle.Classes, balances: balances);

            RegressionFit fit = regression.Fit(0.01);

            Assert.All(fit.Head.Bias, bias => Assert.True(float.IsFinite(bias)));
            float[] probabilities = regression.Predict(fit);
            Assert.All(probabilities.Where((_, i) => i % oracle.Classes == 0), p => Assert.InRange(p, 0, 0.02));
            Assert.All(probabilities.Where((_, i) => i % oracle.Classes == 1), p => Assert.InRange(p, 0.98, 1));
        }
    }

    [Fact]
    public void Rows_that_are_left_out_do_not_count_and_the_bits_do_not_depend_on_the_threads()
    {
        Problem oracle = Problems[1];
        bool[] without = [.. Enumerable.Range(0, oracle.Rows).Select(row => row % 3 == 0)];
        RegressionFit[] fits = [.. new[] { 1, 3 }.Select(threads =>
        {
            using LogisticRegression regression = oracle.Regression(new() { Threads = threads });
            return regression.Fit(oracle.L2, without: without);
        })];
        bool[] other = [.. oracle.Truth.Select((has, i) => without[i / oracle.Classes] ? !has : has)];
        using var changed = LogisticRegression.PerLabel(oracle.Features, oracle.Width, other, oracle.Classes, balances: true);

        Assert.Equal(fits[0].Head.Weight, fits[1].Head.Weight);
        Assert.Equal(fits[0].Head.Weight, changed.Fit(oracle.L2, without: without).Head.Weight);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused_by_name()
    {
        float[] features = [1, 2, 3, 4];
        Assert.Equal("features", Refusal(() => LogisticRegression.PerLabel(features, 3, [true, false], 1)).ParamName);
        Assert.Equal("targets", Refusal(() => LogisticRegression.PerLabel(features, 2, [true, false, true], 2)).ParamName);
        Assert.Equal("labels", Refusal(() => LogisticRegression.PerLabel(features, 2, [true, false], 0)).ParamName);
        Assert.Equal("weights", Refusal(() => LogisticRegression.PerLabel(features, 2, [true, false], 1, [1])).ParamName);

        static ArgumentException Refusal(Func<object> act) => Assert.ThrowsAny<ArgumentException>(act);
    }

    /// <summary>
    /// A problem and the minimum that torch finds for it: Tests/Oracles/engine/label_losses.py has the formulas.
    /// </summary>
    private sealed record Problem(
        string Name, int Rows, int Width, int Classes, double L2, double Shift, bool Balanced, double Objective, float[] Weight, float[] Logits)
    {
        public float[] Features => RegressionOracle.Features(Name, Rows, Width, Classes, Shift);

        public bool[] Truth => [.. OracleWeights.Fill(Name + ".truth", Rows * Classes, u => u)
            .Select((u, i) => u < (i / Classes % Classes == i % Classes ? 0.8 : 0.3))];

        public LogisticRegression Regression(ComputeOptions? options = null) =>
            LogisticRegression.PerLabel(Features, Width, Truth, Classes, balances: Balanced, options: options);
    }
}
