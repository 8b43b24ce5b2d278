namespace MLResNet.Listing;

/// <summary>The names of the columns that a manifest may have, the options' own or the usual ones.</summary>
internal sealed class ManifestColumns(ImageFolderOptions options)
{
    public string[] Path { get; } = options.PathColumn is { } path ? [path] : ["path", "image_path", "file", "filename", "image"];

    public string[] Label { get; } = options.LabelColumn is { } label ? [label] : ["label", "labels", "class", "category"];

    public string[] Split { get; } = options.SplitColumn is { } split ? [split] : ["split"];

    /// <summary>The position among <paramref name="header"/> of the first of the names that is there, or -1.</summary>
    public static int Find(IReadOnlyList<string> header, string[] names)
    {
        foreach (string name in names)
        {
            for (int i = 0; i < header.Count; i++)
            {
                if (string.Equals(header[i].Trim(), name, StringComparison.OrdinalIgnoreCase))
                    return i;
            }
        }
        return -1;
    }
}
