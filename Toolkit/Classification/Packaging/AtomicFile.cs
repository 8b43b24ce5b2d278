namespace MLResNet.Packaging;

/// <summary>Writes a file so that its path shows the old content or the whole new one, never a part.</summary>
internal static class AtomicFile
{
    private const string TemporarySuffix = ".tmp";

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
            string name = Path.Combine(folder, $"{TemporaryPrefix(full)}{Path.GetRandomFileName()}{TemporarySuffix}");
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

    /// <summary>
    /// Deletes what writers of this file left behind when they were killed. Only for a file that no other process writes.
    /// </summary>
    public static void RemoveAbandoned(string path)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
            return;
        foreach (string temporary in Directory.EnumerateFiles(folder, $"{TemporaryPrefix(full)}*{TemporarySuffix}"))
            Remove(temporary);
    }

    private static string TemporaryPrefix(string path) => $".{Path.GetFileName(path)}.";

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
