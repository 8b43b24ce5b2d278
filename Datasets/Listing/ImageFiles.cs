using System.Collections.Frozen;

namespace MLResNet.Listing;

/// <summary>
/// The files below a folder that may be images, found while they are asked for. Content decides what is an image, so every file
/// counts unless its extension belongs to something else.
/// </summary>
internal static class ImageFiles
{
    private const int MaxDepth = 32;

    private static readonly FrozenSet<string> OtherExtensions = new[]
    {
        ".txt", ".md", ".rst", ".log", ".rtf", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".html", ".htm", ".css",
        ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xml", ".xmp", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".db", ".sqlite",
        ".lnk", ".url",
        ".py", ".ipynb", ".cs", ".js", ".sh", ".bat", ".cmd", ".ps1", ".exe", ".dll",
        ".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar",
        ".npy", ".npz", ".mat", ".h5", ".pb", ".pth", ".pt", ".onnx", ".safetensors", ".mlresnet",
        ".mp3", ".wav", ".mp4", ".mov", ".avi", ".mkv", ".mpg", ".webm", ".part", ".tmp",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file may be an image, judged by its name alone.</summary>
    public static bool IsCandidate(string name) => !OtherExtensions.Contains(Path.GetExtension(name));

    /// <summary>
    /// Lists the files below a folder in ordinal order of name, folder by folder; it is the same on every operating system.
    /// Links to folders are followed, except in a circle.
    /// </summary>
    /// <param name="folder">Where to begin.</param>
    /// <param name="findings">Receives the folders that cannot be listed.</param>
    public static IEnumerable<string> Below(string folder, ICollection<DatasetFinding> findings) =>
        Below(folder, [RealPath(folder)], findings);

    private static IEnumerable<string> Below(string folder, List<string> realPaths, ICollection<DatasetFinding> findings)
    {
        foreach (FolderEntry entry in ListOrReport(folder, findings))
        {
            string path = Path.Join(folder, entry.Name);
            if (!entry.IsFolder)
            {
                if (IsCandidate(entry.Name))
                    yield return path;
                continue;
            }
            string real = entry.IsLink ? RealPath(path) : Path.Join(realPaths[^1], entry.Name);
            if (realPaths.Exists(above => IsAtOrAbove(real, above)) || realPaths.Count >= MaxDepth)
                continue;
            realPaths.Add(real);
            foreach (string file in Below(path, realPaths, findings))
                yield return file;
            realPaths.RemoveAt(realPaths.Count - 1);
        }
    }

    /// <summary>Lists a folder; one that cannot be listed is empty and a finding.</summary>
    public static List<FolderEntry> ListOrReport(string folder, ICollection<DatasetFinding> findings)
    {
        try
        {
            return FolderEntry.List(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string message = $"The folder '{folder}' cannot be listed and is left out: {e.Message}";
            findings.Add(new DatasetFinding(DatasetFindingKind.FolderNotListed, message));
            return [];
        }
    }

    private static bool IsAtOrAbove(string folder, string other) =>
        other.StartsWith(folder, StringComparison.Ordinal)
        && (other.Length == folder.Length || other[folder.Length] == Path.DirectorySeparatorChar
            || Path.EndsInDirectorySeparator(folder));

    private static string RealPath(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        try
        {
            return new DirectoryInfo(full).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            return full;
        }
    }
}
