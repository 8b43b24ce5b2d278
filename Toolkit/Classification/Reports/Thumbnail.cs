using MLResNet.Formats.Jpeg;
using MLResNet.Imaging;

namespace MLResNet.Reports;

/// <summary>Small JPEGs for a page.</summary>
internal static class Thumbnail
{
    /// <summary>Pixels on a side, at most.</summary>
    public const int Side = 180;

    private const int Quality = 80;

    /// <summary>The square in the middle of the picture, made small.</summary>
    public static byte[] Create(RgbImage image)
    {
        int side = Math.Min(image.Width, image.Height);
        int left = (image.Width - side) / 2, top = (image.Height - side) / 2;
        int size = Math.Min(side, Side);
        return JpegEncoder.Encode(Resize.Area(image, size, size, new CropBox(left, top, left + side, top + side)), Quality);
    }
}
