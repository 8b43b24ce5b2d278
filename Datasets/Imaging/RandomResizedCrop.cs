namespace MLResNet.Imaging;

/// <summary>Draws a box of random area and aspect, as torchvision's RandomResizedCrop.get_params does.</summary>
internal static class RandomResizedCrop
{
    private const int Tries = 10;

    /// <param name="width">Width of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="minArea">The smallest part of the area; the largest is 1.</param>
    /// <param name="maxAspect">The largest ratio of the sides; its logarithm is uniform.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static CropBox Draw(int width, int height, double minArea, double maxAspect, ref SplitMix64 random)
    {
        double area = (double)width * height;
        double maxLogarithm = Math.Log(maxAspect);
        for (int i = 0; i < Tries; i++)
        {
            double wanted = area * random.NextDouble(minArea, 1);
            double aspect = Math.Exp(random.NextDouble(-maxLogarithm, maxLogarithm));
            int w = (int)Math.Round(Math.Sqrt(wanted * aspect), MidpointRounding.ToEven);
            int h = (int)Math.Round(Math.Sqrt(wanted / aspect), MidpointRounding.ToEven);
            if (w >= 1 && w <= width && h >= 1 && h <= height)
                return At(random.Next(width - w + 1), random.Next(height - h + 1), w, h);
        }
        return Middle(width, height, maxAspect);
    }

    // The whole picture, or where it is too long, as much of its middle as the aspect allows.
    private static CropBox Middle(int width, int height, double maxAspect)
    {
        int w = Math.Min(width, Math.Max((int)Math.Round(height * maxAspect, MidpointRounding.ToEven), 1));
        int h = Math.Min(height, Math.Max((int)Math.Round(width * maxAspect, MidpointRounding.ToEven), 1));
        return At((width - w) / 2, (height - h) / 2, w, h);
    }

    private static CropBox At(int x, int y, int width, int height) => new(x, y, x + width, y + height);
}
