namespace MLResNet.Samples.Worker;

/// <summary>Where photos arrive, and where they are put.</summary>
/// <param name="Inbox">The folder that is watched; made if it is not there.</param>
/// <param name="Sorted">The folder with a folder per class.</param>
internal sealed record SortedFolder(string Inbox, string Sorted)
{
    // Who still writes a file has changed it this recently.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    /// <summary>The files that nobody writes any more.</summary>
    public string[] Arrived() =>
    [
        .. Directory.CreateDirectory(Inbox).EnumerateFiles()
            .Where(file => DateTime.UtcNow - file.LastWriteTimeUtc > Settled).Select(file => file.FullName),
    ];

    /// <summary>Moves a file to the folder of its class, under another name if its own is taken there.</summary>
    /// <returns>Where it is now.</returns>
    public string Put(string path, string label)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Sorted, FolderName(label))).FullName;
        string name = Path.GetFileNameWithoutExtension(path), extension = Path.GetExtension(path);
        for (int i = 1; ; i++)
        {
            string place = Path.Combine(folder, i == 1 ? name + extension : $"{name}-{i}{extension}");
            if (File.Exists(place))
                continue;
            File.Move(path, place);
            return place;
        }
    }

    // A label is any text; a folder's name is not.
    private static string FolderName(string label)
    {
        string name = string.Join('_', label.Split(Path.GetInvalidFileNameChars())).Trim(' ', '.');
        return name.Length == 0 ? "_" : name;
    }
}
