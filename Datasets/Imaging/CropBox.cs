namespace MLResNet.Imaging;

/// <summary>A rectangle of a picture, in pixels from its upper left corner; edges may lie between pixels.</summary>
/// <param name="Left">The left edge, at least 0.</param>
/// <param name="Top">The upper edge, at least 0.</param>
/// <param name="Right">The right edge, beyond the left one, at most the width.</param>
/// <param name="Bottom">The lower edge, beyond the upper one, at most the height.</param>
public readonly record struct CropBox(float Left, float Top, float Right, float Bottom)
{
    /// <summary>The whole of a picture.</summary>
    public static CropBox Whole(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new CropBox(0, 0, image.Width, image.Height);
    }

    internal bool IsWithin(RgbImage image) =>
        Left >= 0 && Top >= 0 && Right <= image.Width && Bottom <= image.Height && Left < Right && Top < Bottom;
}
