using MLResNet.Engine.Tensors;
using MLResNet.Imaging;

namespace MLResNet.Benchmarks;

/// <summary>Input whose values do not matter, as long as they are neither zeros nor denormal.</summary>
internal static class Noise
{
    public static Tensor Map(int batch, int height, int width, int channels)
    {
        Tensor map = new(batch, height, width, channels);
        Fill(map.Span);
        return map;
    }

    public static AlignedBuffer Numbers(long length)
    {
        AlignedBuffer numbers = new(length);
        Fill(numbers.Span);
        return numbers;
    }

    public static void Fill(Span<float> values)
    {
        Random random = new(1);
        foreach (ref float value in values)
            value = random.NextSingle() - 0.5f;
    }

    /// <summary>A picture with smooth and rough parts, so that its JPEG has about as many coefficients as a photo's.</summary>
    public static RgbImage Picture(int width, int height)
    {
        Random random = new(1);
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 3 % width, y = i / 3 / width;
            double wave = Math.Sin(x * 0.05 + i % 3) + Math.Cos(y * 0.07) + Math.Sin((x + y) * 0.3) * (x / 64 + y / 64) % 2;
            pixels[i] = (byte)Math.Clamp(128 + 40 * wave + 12 * random.NextDouble(), 0, 255);
        }
        return new RgbImage(width, height, pixels);
    }
}
