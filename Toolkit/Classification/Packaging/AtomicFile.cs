namespace MLResNet.Packaging;

/// <summary>Writes a file so that its path shows the old content or the whole new one, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Writes under a temporary name beside the target, flushes to disk, then renames.</summary>
    /// <exception cref="MLResNetException">The folder is missing or not writable, or the disk is full.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string? temporary = null;
        try
        {
            string full = Path.GetFullPath(path);
            if (Directory.Exists(full))
                throw new MLResNetException($"{path} is a folder: name a file to write to.");
            string folder = Path.GetDirectoryName(full)!;
            Directory.CreateDirectory(folder);
            string name = Path.Combine(folder, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}.tmp");
            using (var stream = new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                temporary = name;
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(name, full, overwrite: true);
            temporary = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new MLResNetException($"{path} cannot be written: {e.Message}", e);
        }
        finally
        {
            if (temporary is not null)
                Remove(temporary);
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that brought us here says more than this one.
        }
    }
}
