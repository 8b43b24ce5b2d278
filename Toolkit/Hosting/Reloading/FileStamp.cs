namespace MLResNet.Hosting.Reloading;

/// <summary>What a look at a file tells of its content without reading it.</summary>
/// <param name="Target">Where its path leads, links followed.</param>
/// <param name="Length">Bytes.</param>
/// <param name="LastWrite">When it was written, as the file system says.</param>
internal sealed record FileStamp(string Target, long Length, DateTime LastWrite)
{
    /// <summary>Of a file that is not there, or cannot be looked at.</summary>
    public static FileStamp Missing { get; } = new("", 0, default);

    /// <summary>Looks at a file.</summary>
    public static FileStamp Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
                file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return file.Exists ? new FileStamp(file.FullName, file.Length, file.LastWriteTimeUtc) : Missing;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Missing;
        }
    }
}
