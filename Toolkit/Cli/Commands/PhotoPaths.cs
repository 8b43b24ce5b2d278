namespace MLResNet.Cli.Commands;

/// <summary>The files that a command line names.</summary>
internal static class PhotoPaths
{
    /// <summary>
    /// Files as they are; of folders, all files below that may be images; of patterns that the shell has left alone, what they
    /// match.
    /// </summary>
    /// <exception cref="MLResNetException">There is no such file or folder, or a folder has no images.</exception>
    public static IEnumerable<string> Expand(IEnumerable<string> names) => names.SelectMany(Expand);

    /// <summary>The labels of the files in those of the folders that have a sub-folder per class, by path.</summary>
    public static IReadOnlyDictionary<string, string> Labels(IEnumerable<string> names)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in names.Where(Directory.Exists))
        {
            try
            {
                ImageFolder folder = ImageFolder.Open(name);
                foreach (LabeledImage image in folder)
                    labels[image.Path] = folder.Classes[image.LabelIndex];
            }
            catch (DatasetException)
            {
                // A folder without classes is one of photos without labels.
            }
        }
        return labels;
    }

    private static IReadOnlyList<string> Expand(string name)
    {
        if (File.Exists(name))
            return [name];
        bool isFolder = Directory.Exists(name);
        IReadOnlyList<string> files = isFolder ? [.. ImageFolder.EnumerateFiles(name)] : Matches(name);
        return files.Count > 0 ? files : throw new MLResNetException(
            isFolder ? $"The folder '{name}' holds no images." : $"There is no file or folder '{name}'; check the path.");
    }

    // Windows leaves patterns to the program.
    private static IReadOnlyList<string> Matches(string pattern)
    {
        string folder = Path.GetDirectoryName(pattern) is { Length: > 0 } named ? named : ".";
        string name = Path.GetFileName(pattern);
        if (name.AsSpan().IndexOfAny('*', '?') < 0 || !Directory.Exists(folder))
            return [];
        IEnumerable<string> files = Directory.EnumerateFiles(folder, name);
        return [.. (folder == "." ? files.Select(file => Path.GetFileName(file)) : files).Order(StringComparer.Ordinal)];
    }
}
