namespace MLResNet.Imaging;

/// <summary>Covers a rectangle of what a network sees (Zhong et al. 2017, arXiv:1708.04896).</summary>
internal static class RandomErasing
{
    private const double LeastArea = 0.02, MostArea = 0.33, MostAspect = 3.3;
    private const int Tries = 10;

    /// <summary>A rectangle of random area, aspect and place in a square of side 1; null if ten did not fit.</summary>
    public static CropBox? Draw(ref SplitMix64 random)
    {
        double maxLogarithm = Math.Log(MostAspect);
        for (int i = 0; i < Tries; i++)
        {
            double area = random.NextDouble(LeastArea, MostArea);
            double aspect = Math.Exp(random.NextDouble(-maxLogarithm, maxLogarithm));
            double width = Math.Sqrt(area * aspect), height = Math.Sqrt(area / aspect);
            if (width >= 1 || height >= 1)
                continue;
            double left = random.NextDouble(0, 1 - width), top = random.NextDouble(0, 1 - height);
            return new CropBox((float)left, (float)top, (float)(left + width), (float)(top + height));
        }
        return null;
    }

    /// <summary>Sets the pixels of a rectangle to 0, which is the mean colour once they are normalised.</summary>
    /// <param name="pixels">size x size x 3 numbers, changed in place.</param>
    /// <param name="size">The side.</param>
    /// <param name="box">The rectangle, in shares of the side.</param>
    public static void Run(Span<float> pixels, int size, CropBox box)
    {
        int left = (int)(box.Left * size), right = (int)MathF.Round(box.Right * size);
        int top = (int)(box.Top * size), bottom = (int)MathF.Round(box.Bottom * size);
        for (int y = top; y < bottom; y++)
            pixels.Slice((y * size + left) * 3, (right - left) * 3).Clear();
    }
}
