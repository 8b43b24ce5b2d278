namespace MLResNet.Imaging;

/// <summary>Cuts rectangles out of pictures.</summary>
public static class Crop
{
    /// <summary>Cuts out a rectangle.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="x">Its left edge, at least 0.</param>
    /// <param name="y">Its upper edge, at least 0.</param>
    /// <param name="width">Its width, at least 1.</param>
    /// <param name="height">Its height, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is empty or reaches beyond the picture.</exception>
    public static RgbImage Rectangle(RgbImage image, int x, int y, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, image.Width - x);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, image.Height - y);
        var result = new RgbImage(width, height);
        for (int row = 0; row < height; row++)
            image.Row(y + row).Slice(x * 3, width * 3).CopyTo(result.Row(row));
        return result;
    }

    /// <summary>
    /// Cuts out the middle; where the margins differ, their halves are rounded to even, as torchvision's CenterCrop does.
    /// </summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">The width of the middle, at most the picture's.</param>
    /// <param name="height">The height of the middle, at most the picture's.</param>
    /// <exception cref="ArgumentOutOfRangeException">The picture is smaller.</exception>
    public static RgbImage Center(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, image.Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, image.Height);
        return Rectangle(image, Margin(image.Width - width), Margin(image.Height - height), width, height);
    }

    private static int Margin(int rest) => (int)Math.Round(rest / 2.0, MidpointRounding.ToEven);
}
