namespace MLResNet.Imaging;

/// <summary>Scales pictures, antialiased, to the bit as Pillow's <c>Image.resize</c> does for RGB.</summary>
public static class Resize
{
    /// <summary>Scales a picture, or a box of it; the sides scale independently.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">The new width, at least 1.</param>
    /// <param name="height">The new height, at least 1.</param>
    /// <param name="interpolation">The filter.</param>
    /// <param name="box">
    /// What of the picture is scaled; all of it when null. Near its edges the filter takes in pixels outside of it, as Pillow's
    /// does.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the pixels do not fit an array.</exception>
    /// <exception cref="ArgumentException">The box is empty or reaches beyond the picture.</exception>
    public static RgbImage To(RgbImage image, int width, int height, Interpolation interpolation, CropBox? box = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        CropBox whole = CropBox.Whole(image);
        CropBox from = box ?? whole;
        if (!from.IsWithin(image))
            throw new ArgumentException($"{from} is empty or reaches beyond {image.Width} x {image.Height} pixels.", nameof(box));
        var result = new RgbImage(width, height);
        if (from == whole && width == image.Width && height == image.Height)
            image.Pixels.CopyTo(result.Pixels, 0);
        else
            Resampler.Run(image, ResampleWindow.All(from, width, height), interpolation, result.Pixels);
        return result;
    }

    /// <summary>The mean of the pixels covered, Pillow's BOX. See <see cref="To"/>.</summary>
    public static RgbImage Area(RgbImage image, int width, int height, CropBox? box = null) =>
        To(image, width, height, Interpolation.Area, box);

    /// <summary>Pillow's BILINEAR. See <see cref="To"/>.</summary>
    public static RgbImage Bilinear(RgbImage image, int width, int height, CropBox? box = null) =>
        To(image, width, height, Interpolation.Bilinear, box);

    /// <summary>Pillow's BICUBIC. See <see cref="To"/>.</summary>
    public static RgbImage Bicubic(RgbImage image, int width, int height, CropBox? box = null) =>
        To(image, width, height, Interpolation.Bicubic, box);
}
