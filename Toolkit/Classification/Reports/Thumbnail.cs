using MLResNet.Formats;
using MLResNet.Formats.Jpeg;
using MLResNet.Imaging;

namespace MLResNet.Reports;

/// <summary>Small JPEGs for a page.</summary>
internal static class Thumbnail
{
    private const int Side = 180;
    private const int Quality = 80;

    /// <summary>The square in the middle of the file's picture, made small; null if it is gone or damaged by now.</summary>
    public static byte[]? FromFile(string path)
    {
        try
        {
            return Create(ImageDecoder.DecodeFile(path, DecodeOptions.Default with { MinShortSide = Side }));
        }
        catch (MLResNetException)
        {
            return null;
        }
    }

    /// <summary>The square in the middle of the picture, made small.</summary>
    public static byte[] Create(RgbImage image)
    {
        int side = Math.Min(image.Width, image.Height);
        int left = (image.Width - side) / 2, top = (image.Height - side) / 2;
        int size = Math.Min(side, Side);
        return JpegEncoder.Encode(Resize.Area(image, size, size, new CropBox(left, top, left + side, top + side)), Quality);
    }
}
