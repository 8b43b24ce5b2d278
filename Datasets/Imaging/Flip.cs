namespace MLResNet.Imaging;

/// <summary>Mirrors pictures.</summary>
public static class Flip
{
    /// <summary>Swaps left and right.</summary>
    public static RgbImage Horizontal(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var result = new RgbImage(image.Width, image.Height, [.. image.Pixels]);
        Horizontal(result.Pixels, image.Width);
        return result;
    }

    /// <summary>pixels: rows of width x 3 samples, mirrored in place.</summary>
    internal static void Horizontal<T>(Span<T> pixels, int width)
    {
        for (; !pixels.IsEmpty; pixels = pixels[(width * 3)..])
        {
            for (int left = 0, right = (width - 1) * 3; left < right; left += 3, right -= 3)
            {
                (pixels[left], pixels[right]) = (pixels[right], pixels[left]);
                (pixels[left + 1], pixels[right + 1]) = (pixels[right + 1], pixels[left + 1]);
                (pixels[left + 2], pixels[right + 2]) = (pixels[right + 2], pixels[left + 2]);
            }
        }
    }
}
