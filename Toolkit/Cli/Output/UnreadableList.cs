namespace MLResNet.Cli.Output;

/// <summary>Names the files that could not be read, at the end of a command, on the error stream.</summary>
internal static class UnreadableList
{
    private const int MostLines = 100;

    public static void Write(IReadOnlyList<UnreadableFile> files, CommandContext context)
    {
        if (files.Count == 0)
            return;
        context.Note(files.Count == 1
            ? "One file could not be read and was left out:"
            : $"{files.Count} files could not be read and were left out:");
        foreach (UnreadableFile file in files.Take(MostLines))
            context.Note($"  {file.Path}: {file.Reason}");
        if (files.Count > MostLines)
            context.Note($"  and {files.Count - MostLines} more; 'mlresnet inspect FOLDER --format json' lists them all.");
    }

    /// <summary>The error where unreadable files are fatal: with <c>--strict</c>, or because there are no others.</summary>
    public static MLResNetException Error(IReadOnlyList<UnreadableFile> files, int total)
    {
        if (files.Count == 1)
            return new MLResNetException(files[0].ToString());
        string count = files.Count == total ? $"None of {total} files can" : $"{files.Count} of {total} files cannot";
        return new MLResNetException($"{count} be read; the first is {files[0]}");
    }
}
