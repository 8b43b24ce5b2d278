using MLResNet.Training;

namespace MLResNet.Classification.Tests.Training;

public sealed class TemperatureScalingTests
{
    private const int Classes = 5;

    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(2.5)]
    public void The_temperature_that_labels_were_drawn_with_is_found_again(double temperature)
    {
        (float[] logits, int[] labels) = Draw(20_000, temperature);

        Assert.InRange(TemperatureScaling.Fit(logits, Classes, labels) / temperature, 0.96, 1.04);
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(2.5)]
    public void The_loss_is_stationary_at_the_fitted_temperature_and_higher_on_both_sides(double temperature)
    {
        (float[] logits, int[] labels) = Draw(300, temperature);
        double inverse = 1 / TemperatureScaling.Fit(logits, Classes, labels);

        const double Step = 1e-4;
        double low = Objective(inverse - Step), high = Objective(inverse + Step), here = Objective(inverse);
        Assert.InRange((high - low) / (2 * Step), -1e-4, 1e-4);
        Assert.True(low > here && high > here);

        // The sum of the losses, and what keeps it from asking for certainty.
        double Objective(double b) => labels.Length * LogLoss(logits, labels, 1 / b) + (b - 1) * (b - 1) / 2;
    }

    [Fact]
    public void The_log_loss_is_never_higher_than_without_a_temperature()
    {
        for (int images = 1; images < 40; images++)
        {
            (float[] logits, int[] labels) = Draw(images, 0.5 + images % 4, seed: images);
            double temperature = TemperatureScaling.Fit(logits, Classes, labels);
            Assert.InRange(LogLoss(logits, labels, temperature), 0, LogLoss(logits, labels, 1) + 1e-12);
        }
    }

    [Fact]
    public void A_few_images_that_are_all_recognised_do_not_ask_for_certainty()
    {
        float[] logits = [.. Enumerable.Range(0, 6).SelectMany(_ => new float[] { 3, 0, 0, 0, 0 })];

        double few = TemperatureScaling.Fit(logits, Classes, new int[6]);
        double many = TemperatureScaling.Fit([.. Enumerable.Repeat(logits, 50).SelectMany(all => all)], Classes, new int[300]);

        Assert.InRange(few, 0.6, 0.9);
        Assert.InRange(many, 0.2, few);
    }

    [Fact]
    public void Without_images_it_is_one_and_for_answers_worse_than_guessing_the_softest()
    {
        Assert.Equal(1, TemperatureScaling.Fit([], Classes, []));
        Assert.Equal(1, TemperatureScaling.Fit([float.NaN, 1], 2, [1]));
        float[] wrong = [.. Enumerable.Range(0, 100).SelectMany(_ => new float[] { 4, 0 })];
        Assert.Equal(
            TemperatureScaling.Softest, TemperatureScaling.Fit(wrong, 2, [.. Enumerable.Repeat(1, 100)]), 1e-6);
    }

    [Fact]
    public void A_weight_of_two_counts_as_two_images_and_a_constant_for_an_image_does_not_matter()
    {
        (float[] logits, int[] labels) = Draw(50, 2);
        float[] weights = [.. labels.Select((_, image) => image < 20 ? 2f : 1f)];
        float[] twice = [.. logits, .. logits[..(20 * Classes)]];
        float[] shifted = [.. logits.Select((logit, i) => logit + i / Classes % 7 * 0.5f)];

        double expected = TemperatureScaling.Fit(twice, Classes, [.. labels, .. labels[..20]]);
        Assert.Equal(expected, TemperatureScaling.Fit(logits, Classes, labels, weights), 1e-9);
        Assert.Equal(
            TemperatureScaling.Fit(logits, Classes, labels), TemperatureScaling.Fit(shifted, Classes, labels), 1e-5);
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(2.5)]
    public void The_temperature_of_sigmoids_is_found_again_and_the_loss_stationary_there(double temperature)
    {
        (float[] logits, _) = Draw(20_000, temperature);
        var random = new Random(2);
        bool[] truth = Array.ConvertAll(logits, logit => random.NextDouble() < 1 / (1 + Math.Exp(-logit / temperature)));
        double inverse = 1 / TemperatureScaling.FitSigmoids(logits.AsSpan(0, 300), truth.AsSpan(0, 300));

        Assert.InRange(TemperatureScaling.FitSigmoids(logits, truth) / temperature, 0.96, 1.04);
        const double Step = 1e-4;
        double low = Objective(inverse - Step), high = Objective(inverse + Step), here = Objective(inverse);
        Assert.InRange((high - low) / (2 * Step), -1e-4, 1e-4);
        Assert.True(low > here && high > here);
        float[] weights = [.. truth[..300].Select((_, i) => i < 100 ? 2f : 1f)];
        Assert.Equal(
            TemperatureScaling.FitSigmoids([.. logits[..300], .. logits[..100]], [.. truth[..300], .. truth[..100]]),
            TemperatureScaling.FitSigmoids(logits.AsSpan(0, 300), truth.AsSpan(0, 300), weights), 1e-9);

        double Objective(double b) => (b - 1) * (b - 1) / 2
            + Enumerable.Range(0, 300).Sum(i => Math.Log(1 + Math.Exp(truth[i] ? -b * logits[i] : b * logits[i])));
    }

    /// <summary>Normal logits, and labels with the probabilities softmax(logits / temperature).</summary>
    private static (float[] Logits, int[] Labels) Draw(int images, double temperature, int seed = 1)
    {
        var random = new Random(seed);
        float[] logits = new float[images * Classes];
        int[] labels = new int[images];
        for (int image = 0; image < images; image++)
        {
            Span<float> own = logits.AsSpan(image * Classes, Classes);
            foreach (ref float logit in own)
                logit = (float)(2 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            double[] likelihoods = Array.ConvertAll(own.ToArray(), logit => Math.Exp(logit / temperature));
            double left = random.NextDouble() * likelihoods.Sum();
            while (labels[image] < Classes - 1 && (left -= likelihoods[labels[image]]) >= 0)
                labels[image]++;
        }
        return (logits, labels);
    }

    private static double LogLoss(float[] logits, int[] labels, double temperature) => labels.Select((label, image) =>
    {
        double[] scaled = Array.ConvertAll(logits[(image * Classes)..((image + 1) * Classes)], logit => logit / temperature);
        return Math.Log(scaled.Sum(Math.Exp)) - scaled[label];
    }).Average();
}
