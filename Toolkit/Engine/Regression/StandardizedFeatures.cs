using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Regression;

/// <summary>
/// Features shifted and scaled to mean 0 and deviation 1, with a 1 behind each row for the bias. A feature that is the same in
/// all images becomes 0, so that nothing is learned from it.
/// </summary>
internal sealed class StandardizedFeatures : IDisposable
{
    /// <summary>A deviation of no more than this share of the mean magnitude is rounding.</summary>
    private const double Rounding = 1e-6;

    private readonly double[] _mean;
    private readonly double[] _scale;

    /// <param name="features">[rows][width].</param>
    /// <param name="width">Features a row.</param>
    /// <param name="weights">How much each row counts for mean and deviation: 0 or more, some above 0.</param>
    public StandardizedFeatures(ReadOnlySpan<float> features, int width, ReadOnlySpan<float> weights)
    {
        _mean = new double[width];
        _scale = new double[width];
        Width = width;
        double total = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            total += weights[row];
            for (int i = 0; i < width && weights[row] > 0; i++)
                _mean[i] += (double)weights[row] * features[row * width + i];
        }
        for (int i = 0; i < width; i++)
            _mean[i] /= total;
        for (int row = 0; row < weights.Length; row++)
        {
            for (int i = 0; i < width && weights[row] > 0; i++)
            {
                double deviation = features[row * width + i] - _mean[i];
                _scale[i] += weights[row] * deviation * deviation;
            }
        }
        for (int i = 0; i < width; i++)
        {
            double deviation = Math.Sqrt(_scale[i] / total);
            _scale[i] = deviation > Rounding * Math.Abs(_mean[i]) ? 1 / deviation : 0;
        }
        Matrix = Standardize(features, weights.Length);
    }

    /// <summary>Features a row, without the 1.</summary>
    public int Width { get; }

    /// <summary>[rows][1][1][width + 1].</summary>
    public Tensor Matrix { get; }

    /// <summary>The layer that does to features as they come what <paramref name="values"/> do to standardised ones.</summary>
    /// <param name="values">[width + 1][classes].</param>
    /// <param name="classes">Outputs.</param>
    public LinearHead Fold(ReadOnlySpan<float> values, int classes)
    {
        float[] weight = new float[classes * Width], bias = new float[classes];
        for (int output = 0; output < classes; output++)
        {
            double shift = values[Width * classes + output];
            for (int i = 0; i < Width; i++)
            {
                float factor = (float)(values[i * classes + output] * _scale[i]);
                weight[output * Width + i] = factor;
                shift -= factor * _mean[i];
            }
            bias[output] = (float)shift;
        }
        return new LinearHead(Width, classes, weight, bias);
    }

    public void Dispose() => Matrix.Dispose();

    private unsafe Tensor Standardize(ReadOnlySpan<float> features, int rows)
    {
        var matrix = new Tensor(rows, 1, 1, Width + 1);
        Span<float> row = new float[Width + 1];
        row[Width] = 1;
        for (int r = 0; r < rows; r++)
        {
            for (int i = 0; i < Width; i++)
                row[i] = (float)((features[r * Width + i] - _mean[i]) * _scale[i]);
            row.CopyTo(new Span<float>(matrix.Pointer + (nint)r * row.Length, row.Length));
        }
        return matrix;
    }
}
