using MLResNet.Imaging;

namespace MLResNet.Datasets.Tests.Imaging;

/// <summary>Pictures of noise, the same as in Tests/Oracles/imaging/resize.py.</summary>
internal static class Noise
{
    public static RgbImage Image(int width, int height)
    {
        var image = new RgbImage(width, height);
        uint x = (uint)(width * 65536 + height);
        foreach (ref byte sample in image.Pixels.AsSpan())
        {
            x = 1664525 * x + 1013904223;
            sample = (byte)(x >> 24);
        }
        return image;
    }
}
