namespace MLResNet.Datasets.Tests.SampleData;

/// <summary>Multinomial logistic regression on standardised features, by full-batch gradient descent with momentum.</summary>
internal sealed class LinearClassifier
{
    private readonly float[] _mean, _scale;
    private readonly double[][] _weights; // a row for each class, the bias last

    public LinearClassifier(float[][] x, int[] y, int classes, int steps = 300, double rate = 0.02, double decay = 0.01)
    {
        int features = x[0].Length;
        _mean = [.. Enumerable.Range(0, features).Select(f => x.Average(v => v[f]))];
        _scale = [.. _mean.Select((mean, f) => MathF.Sqrt(x.Average(v => (v[f] - mean) * (v[f] - mean))) + 1e-3f)];
        _weights = [.. Enumerable.Range(0, classes).Select(_ => new double[features + 1])];
        double[][] velocity = [.. _weights.Select(row => new double[row.Length])];
        float[][] inputs = [.. x.Select(Standardise)];

        for (int step = 0; step < steps; step++)
        {
            double[][] gradient = [.. _weights.Select(row => row.Select(w => decay * w).ToArray())];
            for (int i = 0; i < inputs.Length; i++)
            {
                double[] error = Probabilities(inputs[i]);
                error[y[i]] -= 1;
                for (int c = 0; c < classes; c++)
                    for (int f = 0; f < inputs[i].Length; f++) gradient[c][f] += error[c] * inputs[i][f] / inputs.Length;
            }

            for (int c = 0; c < classes; c++)
            {
                for (int f = 0; f <= features; f++)
                {
                    velocity[c][f] = 0.9 * velocity[c][f] - rate * gradient[c][f];
                    _weights[c][f] += velocity[c][f];
                }
            }
        }
    }

    public double Accuracy(float[][] x, int[] y) => x.Zip(y, (input, label) => Predict(input) == label ? 1.0 : 0).Average();

    private int Predict(float[] input)
    {
        double[] p = Probabilities(Standardise(input));
        return Array.IndexOf(p, p.Max());
    }

    private float[] Standardise(float[] input) => [.. input.Select((v, f) => (v - _mean[f]) / _scale[f]), 1];

    private double[] Probabilities(float[] input)
    {
        double[] scores = Array.ConvertAll(_weights, row =>
        {
            double sum = 0;
            for (int f = 0; f < row.Length; f++) sum += row[f] * input[f];
            return sum;
        });
        double largest = scores.Max();
        double[] exponentials = Array.ConvertAll(scores, s => Math.Exp(s - largest));
        double total = exponentials.Sum();
        return Array.ConvertAll(exponentials, e => e / total);
    }
}
