namespace MLResNet.Pipelines.Imaging;

/// <summary>
/// Images as files for as long as a training lasts: it reads them again and again, and memory may not hold them all.
/// </summary>
internal sealed class ImageSpool : IDisposable
{
    private string? _folder;
    private int _count;

    /// <summary>Writes an encoded image, and returns its path.</summary>
    /// <exception cref="MLResNetException">The disk is full, or cannot be written to.</exception>
    public string Add(ReadOnlySpan<byte> image)
    {
        try
        {
            _folder ??= Directory.CreateTempSubdirectory("mlresnet-").FullName;
            string path = Path.Combine(_folder, $"row-{++_count:D8}");
            File.WriteAllBytes(path, image);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MLResNetException(
                $"Images cannot be put into the folder for temporary files, {Path.GetTempPath()}: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
