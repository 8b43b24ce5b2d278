namespace Microsoft.ML.Trainers;

/// <summary>
/// Minimises the log-loss summed over all rows, plus l1 times the sum of the weights' magnitudes and half of l2 times that of
/// their squares: by accelerated proximal gradients (Beck and Teboulle 2009).
/// </summary>
internal sealed class MaximumEntropyFit(float l1, float l2, float tolerance)
{
    private const int MostSteps = 3000;

    public MaximumEntropyModelParameters Run(List<float[]> rows, List<int> classes, int classCount, int width)
    {
        int length = width + 1; // the last weight is the bias, which pays no penalty
        double[][] inputs = [.. rows.Select(row => (double[])[.. row.Select(value => (double)value), 1])];
        double step = 1 / (0.5 * LargestEigenvalue(inputs, length) + l2);
        double[] weights = new double[classCount * length];
        double[] before = new double[weights.Length], ahead = new double[weights.Length];
        double momentum = 1;
        for (int i = 0; i < MostSteps; i++)
        {
            double[] gradient = Gradient(inputs, classes, ahead, classCount, length);
            double change = 0, size = 0;
            double next = (1 + Math.Sqrt(1 + 4 * momentum * momentum)) / 2;
            for (int w = 0; w < weights.Length; w++)
            {
                bool isBias = w % length == width;
                double moved = ahead[w] - step * (gradient[w] + (isBias ? 0 : l2 * ahead[w]));
                weights[w] = isBias ? moved : Math.CopySign(Math.Max(0, Math.Abs(moved) - step * l1), moved);
                change = Math.Max(change, Math.Abs(weights[w] - before[w]));
                size = Math.Max(size, Math.Abs(weights[w]));
                ahead[w] = weights[w] + (momentum - 1) / next * (weights[w] - before[w]);
            }
            weights.CopyTo(before, 0);
            momentum = next;
            if (change <= tolerance * Math.Max(size, 1e-6))
                break;
        }
        return new MaximumEntropyModelParameters(
            [.. Enumerable.Range(0, classCount)
                .Select(c => weights[(c * length)..(c * length + width)].Select(w => (float)w).ToArray())],
            [.. Enumerable.Range(0, classCount).Select(c => (float)weights[c * length + width])]);
    }

    private static double[] Gradient(double[][] inputs, List<int> classes, double[] weights, int classCount, int length)
    {
        double[] gradient = new double[weights.Length], scores = new double[classCount];
        for (int row = 0; row < inputs.Length; row++)
        {
            for (int c = 0; c < classCount; c++)
                scores[c] = Dot(weights.AsSpan(c * length, length), inputs[row]);
            double most = scores.Max(), sum = scores.Sum(score => Math.Exp(score - most));
            for (int c = 0; c < classCount; c++)
            {
                double error = Math.Exp(scores[c] - most) / sum - (classes[row] == c ? 1 : 0);
                for (int i = 0; i < length; i++)
                    gradient[c * length + i] += error * inputs[row][i];
            }
        }
        return gradient;
    }

    // Of the inputs' Gram matrix, by power iteration; a little more than it finds, to be safe.
    private static double LargestEigenvalue(double[][] inputs, int length)
    {
        double[] vector = new double[length];
        Array.Fill(vector, 1 / Math.Sqrt(length));
        double value = 0;
        for (int i = 0; i < 30; i++)
        {
            double[] product = new double[length];
            foreach (double[] row in inputs)
            {
                double dot = Dot(row, vector);
                for (int j = 0; j < length; j++)
                    product[j] += dot * row[j];
            }
            value = Math.Sqrt(Dot(product, product));
            if (value == 0)
                break;
            for (int j = 0; j < length; j++)
                vector[j] = product[j] / value;
        }
        return value * 1.05;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
