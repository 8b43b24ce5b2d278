using MLResNet.Imaging;

namespace MLResNet.Datasets.Tests.SampleData;

/// <summary>Measures of pictures.</summary>
internal static class Pictures
{
    /// <summary>The mean absolute difference of two pictures' bytes.</summary>
    public static double MeanDifference(RgbImage a, RgbImage b) =>
        a.Pixels.Zip(b.Pixels, (p, q) => Math.Abs(p - q)).Average();

    /// <summary>Mean grey, 0 to 255, of the cells of a cells x cells grid.</summary>
    public static float[] GreyMeans(RgbImage picture, int cells)
    {
        var sums = new float[cells * cells];
        for (int y = 0; y < picture.Height; y++)
        {
            Span<byte> row = picture.Row(y);
            for (int x = 0; x < picture.Width; x++)
            {
                int cell = y * cells / picture.Height * cells + x * cells / picture.Width;
                sums[cell] += row[3 * x] + row[3 * x + 1] + row[3 * x + 2];
            }
        }

        float pixels = 3f * picture.Width * picture.Height / sums.Length;
        return Array.ConvertAll(sums, sum => sum / pixels);
    }

    /// <summary>Pearson's correlation.</summary>
    public static double Correlation(float[] a, float[] b)
    {
        double meanA = a.Average(), meanB = b.Average();
        double covariance = a.Zip(b, (p, q) => (p - meanA) * (q - meanB)).Sum();
        return covariance / Math.Sqrt(a.Sum(p => (p - meanA) * (p - meanA)) * b.Sum(q => (q - meanB) * (q - meanB)));
    }
}
