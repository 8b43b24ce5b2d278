using System.Buffers;

namespace MLResNet.Imaging;

/// <summary>
/// For every output pixel along one axis, the input pixels it is made of and their weights: fixed-point numbers of
/// <see cref="PrecisionBits"/> fractional bits. Computed as Pillow's Resample.c does (precompute_coeffs, normalize_coeffs_8bpc).
/// </summary>
internal readonly struct ResampleWeights : IDisposable
{
    /// <summary>8 bits are the sample's, 2 are room for weights below 0 and sums above 1, of the 32 of an integer.</summary>
    public const int PrecisionBits = 32 - 8 - 2;

    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly int[] _values;

    /// <param name="inputSize">Pixels of the input along the axis.</param>
    /// <param name="from">Where the rectangle to be scaled begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="outputSize">Pixels that the rectangle becomes.</param>
    /// <param name="first">The first of those that is asked for.</param>
    /// <param name="count">How many are asked for.</param>
    /// <param name="interpolation">The filter.</param>
    public ResampleWeights(
        int inputSize, float from, float to, long outputSize, long first, int count, Interpolation interpolation)
    {
        double scale = (double)(to - from) / outputSize;
        double filterScale = Math.Max(scale, 1);
        double support = ResampleFilter.Support(interpolation) * filterScale;
        Count = count;
        Taps = Math.Min((int)Math.Ceiling(support) * 2 + 1, inputSize);
        _starts = ArrayPool<int>.Shared.Rent(count);
        _counts = ArrayPool<int>.Shared.Rent(count);
        _values = ArrayPool<int>.Shared.Rent(checked(count * Taps));
        double[] weights = ArrayPool<double>.Shared.Rent(Taps);

        for (int i = 0; i < count; i++)
        {
            double center = from + (first + i + 0.5) * scale;
            int start = Math.Max((int)(center - support + 0.5), 0);
            int end = Math.Min((int)(center + support + 0.5), inputSize);
            double sum = 0;
            for (int x = start; x < end; x++)
                sum += weights[x - start] = ResampleFilter.Weight(interpolation, (x - center + 0.5) * (1 / filterScale));

            _starts[i] = start;
            _counts[i] = end - start;
            Span<int> values = _values.AsSpan(i * Taps, Taps);
            values.Clear();
            for (int x = 0; x < end - start; x++)
            {
                double weight = sum == 0 ? weights[x] : weights[x] / sum;
                values[x] = (int)((weight < 0 ? -0.5 : 0.5) + weight * (1 << PrecisionBits));
            }
        }
        ArrayPool<double>.Shared.Return(weights);
    }

    /// <summary>The number of output pixels.</summary>
    public int Count { get; }

    /// <summary>The most input pixels that an output pixel is made of.</summary>
    public int Taps { get; }

    /// <summary>The first input pixel of an output pixel.</summary>
    public int Start(int i) => _starts[i];

    /// <summary>The input pixel after the last one of an output pixel.</summary>
    public int End(int i) => _starts[i] + _counts[i];

    /// <summary>The weights of an output pixel's input pixels, from <see cref="Start"/> on.</summary>
    public ReadOnlySpan<int> this[int i] => _values.AsSpan(i * Taps, _counts[i]);

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_counts);
        ArrayPool<int>.Shared.Return(_values);
    }
}
