namespace MLResNet.Cli.Output;

/// <summary>Files that a command writes at its end.</summary>
internal static class OutputFile
{
    /// <summary>
    /// Finds out before hours of training whether a file can be written after them; its folder is made if it is not there.
    /// </summary>
    /// <exception cref="MLResNetException">It cannot.</exception>
    public static void EnsureWritable(string path)
    {
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
            throw new MLResNetException($"{path} is a folder; name a file to write to.");
        try
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new MLResNetException($"{path} cannot be written: {e.Message}", e);
        }
    }
}
