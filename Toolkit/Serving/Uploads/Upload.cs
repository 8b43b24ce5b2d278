using System.Collections;

namespace MLResNet.Serving.Uploads;

/// <summary>The images of a request, in its order.</summary>
internal sealed class Upload : IReadOnlyList<UploadedImage>, IDisposable
{
    private readonly List<UploadedImage> _images = [];
    private bool _givenAway;

    public int Count => _images.Count;

    public UploadedImage this[int index] => _images[index];

    /// <summary>Begins an image.</summary>
    public UploadedImage Add(string? file)
    {
        var image = new UploadedImage(file);
        _images.Add(image);
        return image;
    }

    /// <summary>Another disposes of the images, each when it is done with.</summary>
    public void GiveAway() => _givenAway = true;

    public IEnumerator<UploadedImage> GetEnumerator() => _images.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        if (!_givenAway)
            _images.ForEach(image => image.Dispose());
    }
}
