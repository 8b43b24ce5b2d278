using MLResNet.Formats;
using MLResNet.Imaging;

namespace MLResNet.Reports;

/// <summary>Small JPEGs of a picture, for a page.</summary>
/// <param name="Photo">The picture.</param>
/// <param name="Heat">The same under a heat map of what speaks for the likeliest label, see <see cref="Explanation"/>.</param>
internal sealed record PhotoThumbnails(byte[] Photo, byte[] Heat)
{
    /// <summary>Those of the file's picture; null if it is gone or damaged by now.</summary>
    public static PhotoThumbnails? Of(string path, ImageClassifier model)
    {
        try
        {
            RgbImage image = ImageDecoder.DecodeFile(path, DecodeOptions.Default with { MinShortSide = Thumbnail.Side });
            return new PhotoThumbnails(Thumbnail.Create(image), Thumbnail.Create(model.Explain(image).Overlay()));
        }
        catch (MLResNetException)
        {
            return null;
        }
    }
}
