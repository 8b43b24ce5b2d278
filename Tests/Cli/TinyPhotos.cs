using MLResNet.Formats.Jpeg;
using MLResNet.Formats.Png;
using MLResNet.Imaging;

namespace MLResNet.Cli.Tests;

/// <summary>Small pictures that a network tells apart after a few steps: warm or cold noise.</summary>
internal static class TinyPhotos
{
    public const int Side = 24;

    /// <summary>Writes JPEG and PNG files in turn into a folder per class, "cold" and "warm".</summary>
    public static void Write(string root, int imagesPerClass)
    {
        foreach (string name in new[] { "cold", "warm" })
        {
            Directory.CreateDirectory(Path.Combine(root, name));
            for (int i = 0; i < imagesPerClass; i++)
                WriteOne(Path.Combine(root, name, i % 2 == 0 ? $"{i}.jpg" : $"{i}.png"), name == "warm", i);
        }
    }

    public static void WriteOne(string path, bool isWarm, int seed)
    {
        RgbImage image = Draw(isWarm, seed);
        bool isPng = path.EndsWith(".png", StringComparison.Ordinal);
        File.WriteAllBytes(path, isPng ? PngEncoder.Encode(image) : JpegEncoder.Encode(image));
    }

    private static RgbImage Draw(bool isWarm, int seed)
    {
        var random = new Random(seed * 2 + (isWarm ? 1 : 0));
        var image = new RgbImage(Side, Side);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            bool isBright = i % 3 == (isWarm ? 0 : 2);
            image.Pixels[i] = (byte)(random.Next(100) + (isBright ? 150 : 30));
        }
        return image;
    }
}
