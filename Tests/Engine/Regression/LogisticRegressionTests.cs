using MLResNet.Engine.Regression;
using MLResNet.Engine.Tests.Kernels;
using MLResNet.Engine.Tests.Networks;

namespace MLResNet.Engine.Tests.Regression;

public sealed class LogisticRegressionTests
{
    private const double Tight = 1e-6;

    public static TheoryData<string, InstructionSet> Cases
    {
        get
        {
            var cases = new TheoryData<string, InstructionSet>();
            foreach (RegressionOracle problem in RegressionOracle.Cases)
            {
                foreach (InstructionSet set in InstructionSets.Available)
                    cases.Add(problem.Name, set);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_minimum_is_that_of_torch(string name, InstructionSet set)
    {
        RegressionOracle oracle = RegressionOracle.Cases.Single(problem => problem.Name == name);
        using var regression = new LogisticRegression(
            oracle.Features(), oracle.Width, oracle.Labels, oracle.Classes, oracle.RowWeights, new() { InstructionSet = set });

        RegressionFit fit = regression.Fit(oracle.L2, Tight);

        Assert.InRange(fit.Objective / oracle.Objective, 1 - 1e-6, 1 + 1e-6);
        Assert.InRange(Closeness.Distance(fit.Head.Weight, oracle.Weight), 0, 2e-3);
        Assert.InRange(Closeness.Distance(Logits(fit.Head, oracle.Features()), oracle.Logits), 0, 2e-3);
        Assert.All(Enumerable.Range(0, oracle.Classes), output => Assert.Equal(0, fit.Head.Weight[output * oracle.Width + 3]));
    }

    [Fact]
    public void The_gradient_of_the_layer_itself_is_zero_at_the_minimum()
    {
        const int rows = 70, width = 9, classes = 4;
        const double l2 = 0.02, step = 1e-3;
        float[] features = Standardized(rows, width);
        int[] labels = OracleWeights.Labels(rows, classes);
        using var regression = new LogisticRegression(features, width, labels, classes);
        LinearHead head = regression.Fit(l2, Tight).Head;

        // Features that are standardised already: the layer's own weights are those that the penalty counts.
        for (int i = 0; i < head.Weight.Length; i++)
            Assert.InRange(Slope(head.Weight, i), -1e-4, 1e-4);
        for (int i = 0; i < classes; i++)
            Assert.InRange(Slope(head.Bias, i), -1e-4, 1e-4);

        double Slope(float[] values, int index)
        {
            float value = values[index];
            values[index] = value + (float)step;
            double above = Objective();
            values[index] = value - (float)step;
            double below = Objective();
            values[index] = value;
            return (above - below) / (2 * step);
        }

        double Objective()
        {
            float[] logits = Logits(head, features);
            double loss = 0;
            for (int row = 0; row < rows; row++)
            {
                double[] own = [.. logits.Skip(row * classes).Take(classes).Select(logit => (double)logit)];
                loss += Math.Log(own.Sum(Math.Exp)) - own[labels[row]];
            }
            return loss / rows + l2 / 2 * head.Weight.Sum(weight => (double)weight * weight);
        }
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-2)]
    [InlineData(10)]
    public void The_objective_is_never_above_that_of_the_start(double l2)
    {
        RegressionOracle plain = RegressionOracle.Cases[0];
        using var regression = new LogisticRegression(plain.Features(), plain.Width, plain.Labels, plain.Classes);

        RegressionFit fromZero = regression.Fit(l2);
        RegressionFit again = regression.Fit(l2, Tight, start: fromZero);

        Assert.InRange(fromZero.Objective, 0, Math.Log(plain.Classes));
        Assert.InRange(again.Objective, 0, fromZero.Objective * (1 + 1e-6));
        Assert.InRange(fromZero.GradientNorm, 0, 1e-4);
        Assert.True(regression.Fit(l2, start: fromZero).Iterations == 0);
    }

    [Fact]
    public void Classes_that_can_be_told_apart_exactly_leave_everything_finite()
    {
        RegressionOracle separable = RegressionOracle.Cases.Single(problem => problem.Name == "separable");
        using var regression = new LogisticRegression(separable.Features(), separable.Width, separable.Labels, separable.Classes);

        RegressionFit fit = regression.Fit(l2: 0, tolerance: 1e-9);

        Assert.All(fit.Head.Weight, weight => Assert.True(float.IsFinite(weight)));
        Assert.All(regression.Predict(fit), p => Assert.InRange(p, 0, 1));
        Assert.Equal(separable.Labels, Predicted(regression.Predict(fit), separable.Classes));
    }

    [Fact]
    public void A_class_whose_rows_are_all_left_out_becomes_unlikely_and_nothing_becomes_infinite()
    {
        RegressionOracle plain = RegressionOracle.Cases[0];
        using var regression = new LogisticRegression(plain.Features(), plain.Width, plain.Labels, plain.Classes);

        RegressionFit fit = regression.Fit(0.01, without: [.. plain.Labels.Select(label => label == 2)]);

        Assert.All(fit.Head.Bias, bias => Assert.True(float.IsFinite(bias)));
        float[] probabilities = regression.Predict(fit);
        Assert.All(Enumerable.Range(0, plain.Rows), row => Assert.InRange(probabilities[row * 3 + 2], 0, 0.01));
    }

    [Fact]
    public void Rows_that_are_left_out_or_there_twice_do_not_change_the_minimum()
    {
        // Each row twice: mean and deviation are the same with and without the copies.
        RegressionOracle plain = RegressionOracle.Cases[0];
        float[] features = plain.Features();
        using var once = new LogisticRegression(features, plain.Width, plain.Labels, plain.Classes);
        using var twice = new LogisticRegression(
            [.. features, .. features], plain.Width, [.. plain.Labels, .. plain.Labels], plain.Classes);
        bool[] copies = [.. Enumerable.Range(0, 2 * plain.Rows).Select(row => row >= plain.Rows)];

        float[] expected = once.Fit(0.01, Tight).Head.Weight;

        Assert.InRange(Closeness.Distance(twice.Fit(0.01, Tight, copies).Head.Weight, expected), 0, 1e-3);
        Assert.InRange(Closeness.Distance(twice.Fit(0.01, Tight).Head.Weight, expected), 0, 1e-3);
    }

    [Fact]
    public void A_weight_of_two_counts_as_two_rows_and_one_of_zero_as_none()
    {
        RegressionOracle plain = RegressionOracle.Cases[0];
        float[] features = plain.Features();
        int half = plain.Rows / 2;
        float[] weights = [.. Enumerable.Range(0, plain.Rows).Select(row => row < half ? 2f : 0f)];
        float[] firstHalf = features[..(half * plain.Width)];
        int[] labels = plain.Labels[..half];
        using var weighted = new LogisticRegression(features, plain.Width, plain.Labels, plain.Classes, weights);
        using var doubled = new LogisticRegression([.. firstHalf, .. firstHalf], plain.Width, [.. labels, .. labels], plain.Classes);

        Assert.InRange(
            Closeness.Distance(weighted.Fit(0.01, Tight).Head.Weight, doubled.Fit(0.01, Tight).Head.Weight), 0, 1e-3);
    }

    [Fact]
    public void Constant_features_teach_the_shares_of_the_classes()
    {
        float[] features = [.. Enumerable.Repeat(0.7f, 40)];
        int[] labels = [.. Enumerable.Range(0, 20).Select(row => row < 15 ? 0 : 1)];
        using var regression = new LogisticRegression(features, 2, labels, 2);

        RegressionFit fit = regression.Fit(0.01, Tight);

        Assert.All(fit.Head.Weight, weight => Assert.Equal(0, weight));
        Assert.Equal(0.75, regression.Predict(fit)[0], 4);
    }

    [Fact]
    public void Predictions_are_those_of_the_layer_on_features_as_they_come()
    {
        RegressionOracle weighted = RegressionOracle.Cases[1];
        float[] features = weighted.Features();
        using var regression = new LogisticRegression(features, weighted.Width, weighted.Labels, weighted.Classes);
        RegressionFit fit = regression.Fit(0.03);

        float[] exponentials = [.. Logits(fit.Head, features).Select(logit => (float)Math.Exp(logit))];
        float[][] rows = [.. exponentials.Chunk(weighted.Classes)];

        Assert.InRange(
            Closeness.Distance(regression.Predict(fit), [.. rows.SelectMany(row => row.Select(value => value / row.Sum()))]), 0, 1e-4);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        const int rows = 700, width = 300, classes = 21;
        float[] features = RegressionOracle.Features("threads", rows, width, classes, shift: 0.3);
        int[] labels = OracleWeights.Labels(rows, classes);
        RegressionFit[] fits = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using var regression = new LogisticRegression(features, width, labels, classes, options: new() { Threads = threads });
            return regression.Fit(1e-3);
        })];

        Assert.All(fits, fit => Assert.Equal(fits[0].Head.Weight, fit.Head.Weight));
        Assert.All(fits, fit => Assert.Equal(fits[0].Head.Bias, fit.Head.Bias));
    }

    [Fact]
    public void A_cancelled_fit_ends_with_the_usual_exception()
    {
        RegressionOracle plain = RegressionOracle.Cases[0];
        using var regression = new LogisticRegression(plain.Features(), plain.Width, plain.Labels, plain.Classes);

        Assert.ThrowsAny<OperationCanceledException>(
            () => regression.Fit(0.01, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused_by_name()
    {
        float[] features = [1, 2, 3, 4];
        Assert.Equal("features", Refusal(() => new LogisticRegression(features, 3, [0, 1], 2)).ParamName);
        Assert.Equal("features", Refusal(() => new LogisticRegression([1, 2, float.NaN, 4], 2, [0, 1], 2)).ParamName);
        Assert.Equal("labels", Refusal(() => new LogisticRegression(features, 2, [0, 2], 2)).ParamName);
        Assert.Equal("weights", Refusal(() => new LogisticRegression(features, 2, [0, 1], 2, [1, -1])).ParamName);
        Assert.Equal("weights", Refusal(() => new LogisticRegression(features, 2, [0, 1], 2, [0, 0])).ParamName);
        Assert.Equal("weights", Refusal(() => new LogisticRegression(features, 2, [0, 1], 2, [1])).ParamName);
        Assert.Equal("classes", Refusal(() => new LogisticRegression(features, 2, [0, 0], 1)).ParamName);
        using var regression = new LogisticRegression(features, 2, [0, 1], 2);
        Assert.Equal("l2", Refusal(() => regression.Fit(-1)).ParamName);
        Assert.Equal("tolerance", Refusal(() => regression.Fit(1, tolerance: 0)).ParamName);
        Assert.Equal("without", Refusal(() => regression.Fit(1, without: [true])).ParamName);
        Assert.Equal("without", Refusal(() => regression.Fit(1, without: [true, true])).ParamName);
        using var other = new LogisticRegression(features, 1, [0, 1, 0, 1], 2);
        Assert.Equal("start", Refusal(() => regression.Fit(1, start: other.Fit(1))).ParamName);

        static ArgumentException Refusal(Func<object> act) => Assert.ThrowsAny<ArgumentException>(act);
    }

    /// <summary>The layer's logits, minus their mean: a number added to all of an image's logits changes nothing.</summary>
    private static float[] Logits(LinearHead head, float[] features) => [.. features.Chunk(head.Inputs).SelectMany(row =>
    {
        double[] logits = [.. Enumerable.Range(0, head.Outputs).Select(output =>
            head.Bias[output] + row.Select((value, i) => (double)value * head.Weight[output * head.Inputs + i]).Sum())];
        return logits.Select(logit => (float)(logit - logits.Average()));
    })];

    private static float[] Standardized(int rows, int width)
    {
        float[] features = OracleWeights.Fill("standardized", rows * width, u => 2 * u - 1);
        for (int column = 0; column < width; column++)
        {
            int[] own = [.. Enumerable.Range(0, rows).Select(row => row * width + column)];
            double mean = own.Average(i => (double)features[i]);
            double deviation = Math.Sqrt(own.Average(i => Math.Pow(features[i] - mean, 2)));
            foreach (int i in own)
                features[i] = (float)((features[i] - mean) / deviation);
        }
        return features;
    }

    private static int[] Predicted(float[] probabilities, int classes) =>
        [.. probabilities.Chunk(classes).Select(row => Array.IndexOf(row, row.Max()))];
}
