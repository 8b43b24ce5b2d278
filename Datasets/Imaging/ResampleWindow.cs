namespace MLResNet.Imaging;

/// <summary>
/// A part of a picture as it would be after scaling: the box becomes <paramref name="FullWidth"/> x
/// <paramref name="FullHeight"/> pixels, of which only the window is computed.
/// </summary>
/// <param name="Box">What of the input is scaled.</param>
/// <param name="FullWidth">Width that the box becomes.</param>
/// <param name="FullHeight">Height that the box becomes.</param>
/// <param name="X">Left edge of the window.</param>
/// <param name="Y">Upper edge of the window.</param>
/// <param name="Width">Width of the window, which is the output's.</param>
/// <param name="Height">Height of the window, which is the output's.</param>
internal readonly record struct ResampleWindow(
    CropBox Box, long FullWidth, long FullHeight, long X, long Y, int Width, int Height)
{
    /// <summary>All of the scaled box.</summary>
    public static ResampleWindow All(CropBox box, int width, int height) => new(box, width, height, 0, 0, width, height);

    /// <summary>
    /// The picture scaled until its short side has the given length, then the square in its middle; sizes and offsets are
    /// rounded as torchvision's Resize and CenterCrop round them.
    /// </summary>
    public static ResampleWindow Center(RgbImage image, int shortSide, int size)
    {
        long longSide = (long)shortSide * Math.Max(image.Width, image.Height) / Math.Min(image.Width, image.Height);
        bool isUpright = image.Width <= image.Height;
        long width = isUpright ? shortSide : longSide, height = isUpright ? longSide : shortSide;
        return new ResampleWindow(CropBox.Whole(image), width, height, Offset(width), Offset(height), size, size);

        long Offset(long side) => (long)Math.Round((side - size) / 2.0, MidpointRounding.ToEven);
    }
}
