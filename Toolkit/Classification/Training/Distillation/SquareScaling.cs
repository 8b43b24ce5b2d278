using System.Buffers;
using MLResNet.Imaging;

namespace MLResNet.Training.Distillation;

/// <summary>Scales prepared pictures to the side that another network takes, with the weights that pictures are scaled with.</summary>
internal static class SquareScaling
{
    private const float Unit = 1f / (1 << ResampleWeights.PrecisionBits);

    /// <param name="pixels">[count][from][from][3].</param>
    /// <param name="count">Pictures.</param>
    /// <param name="from">Their side.</param>
    /// <param name="to">The side that they get.</param>
    /// <param name="scaled">[count][to][to][3], written.</param>
    public static void Run(ReadOnlySpan<float> pixels, int count, int from, int to, Span<float> scaled)
    {
        using var weights = new ResampleWeights(from, 0, from, to, 0, to, Interpolation.Bilinear);
        int sourceRow = from * 3, row = to * 3;
        float[] between = ArrayPool<float>.Shared.Rent(from * row);
        try
        {
            for (int image = 0; image < count; image++)
            {
                ReadOnlySpan<float> source = pixels.Slice(image * from * sourceRow, from * sourceRow);
                for (int y = 0; y < from; y++)
                    Across(source.Slice(y * sourceRow, sourceRow), weights, between.AsSpan(y * row, row));
                for (int y = 0; y < to; y++)
                    Down(between.AsSpan(weights.Start(y) * row), weights[y], scaled.Slice((image * to + y) * row, row));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(between);
        }
    }

    private static void Across(ReadOnlySpan<float> source, in ResampleWeights weights, Span<float> target)
    {
        for (int x = 0; x < weights.Count; x++)
        {
            ReadOnlySpan<float> samples = source[(weights.Start(x) * 3)..];
            float red = 0, green = 0, blue = 0;
            foreach (int weight in weights[x])
            {
                float share = weight * Unit;
                red += share * samples[0];
                green += share * samples[1];
                blue += share * samples[2];
                samples = samples[3..];
            }
            (target[3 * x], target[3 * x + 1], target[3 * x + 2]) = (red, green, blue);
        }
    }

    private static void Down(ReadOnlySpan<float> rows, ReadOnlySpan<int> weights, Span<float> target)
    {
        target.Clear();
        foreach (int weight in weights)
        {
            float share = weight * Unit;
            for (int x = 0; x < target.Length; x++)
                target[x] += share * rows[x];
            rows = rows[target.Length..];
        }
    }
}
