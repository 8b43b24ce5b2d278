namespace MLResNet.Formats;

/// <summary>A file that is small enough to be read at once.</summary>
internal static class WholeFile
{
    /// <exception cref="MLResNetException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (ReadFailure.Is(e))
        {
            throw ReadFailure.Of(path, e);
        }
    }
}
