using MLResNet.Imaging;

namespace MLResNet.Loading;

/// <summary>Keeps decoded images until a number of bytes is used up; the first to come stay. Thread-safe.</summary>
internal sealed class DecodedImageCache(int count, long budget)
{
    private readonly RgbImage?[] _images = budget > 0 ? new RgbImage?[count] : [];
    private long _left = budget;

    public RgbImage? Find(int index) => _images.Length == 0 ? null : Volatile.Read(ref _images[index]);

    /// <summary>Keeps the image if there is room.</summary>
    public void Offer(int index, RgbImage image)
    {
        if (_images.Length == 0 || Interlocked.Add(ref _left, -image.Pixels.Length) < 0
            || Interlocked.CompareExchange(ref _images[index], image, null) is not null)
        {
            Interlocked.Add(ref _left, image.Pixels.Length);
        }
    }
}
