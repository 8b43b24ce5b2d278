using MLResNet.Packaging;

namespace MLResNet.CodeGeneration.Writing;

/// <summary>
/// A folder that projects are generated into, again and again. Files that nobody wrote but this are replaced; any other is left
/// as it is: where one is in the way, nothing is written, unless that is what was asked for.
/// </summary>
internal sealed class ProjectFolder(string folder)
{
    private const int MostNamed = 5;

    private readonly FolderRecord _record = FolderRecord.Read(folder);

    /// <summary>Writes the files of a project, and removes those that it no longer has.</summary>
    /// <param name="files">All files of the project.</param>
    /// <param name="overwrite">Whether to replace also what others wrote or changed.</param>
    /// <exception cref="MLResNetException">A file is in the way, or cannot be written.</exception>
    public IReadOnlyList<GeneratedFile> Write(IReadOnlyList<ProjectFile> files, bool overwrite)
    {
        ProjectFile[] ordered = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
        GeneratedFileChange[] changes = [.. ordered.Select(file => ChangeOf(file, overwrite))];
        string[] inTheWay =
            [.. ordered.Where((_, i) => changes[i] == GeneratedFileChange.Kept).Select(file => file.Path)];
        if (inTheWay.Length > 0)
            throw InTheWay(inTheWay);

        foreach ((ProjectFile file, GeneratedFileChange change) in ordered.Zip(changes))
        {
            if (change is GeneratedFileChange.Added or GeneratedFileChange.Updated)
                AtomicFile.Write(FullPath(file.Path), stream => stream.Write(file.Content.Span));
        }
        GeneratedFile[] gone = [.. Remove(_record.Files.Keys.Except(ordered.Select(file => file.Path)))];
        _record.Files.Clear();
        foreach (ProjectFile file in ordered)
            _record.Files[file.Path] = file.Hash;
        AtomicFile.Write(FullPath(FolderRecord.FileName), stream => stream.Write(_record.ToBytes()));
        return [.. ordered.Zip(changes, (file, change) => new GeneratedFile(file.Path, change)).Concat(gone)
            .OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>What is to become of a file; <see cref="GeneratedFileChange.Kept"/> if it may not be replaced.</summary>
    private GeneratedFileChange ChangeOf(ProjectFile file, bool overwrite)
    {
        string path = FullPath(file.Path);
        if (!File.Exists(path))
            return GeneratedFileChange.Added;
        string hash = HashOf(path);
        return hash == file.Hash ? GeneratedFileChange.Unchanged
            : overwrite || IsAsGenerated(file.Path, hash) ? GeneratedFileChange.Updated
            : GeneratedFileChange.Kept;
    }

    private IEnumerable<GeneratedFile> Remove(IEnumerable<string> paths)
    {
        foreach (string path in paths.Where(IsInFolder).ToArray())
        {
            string full = FullPath(path);
            if (!File.Exists(full))
                continue;
            bool isOurs = IsAsGenerated(path, HashOf(full));
            if (isOurs)
                File.Delete(full);
            yield return new GeneratedFile(path, isOurs ? GeneratedFileChange.Removed : GeneratedFileChange.Kept);
        }
    }

    private bool IsAsGenerated(string path, string hash) => _record.Files.GetValueOrDefault(path) == hash;

    /// <summary>The record is a file like any other: it may name only what is below the folder.</summary>
    private bool IsInFolder(string path) => !Path.IsPathRooted(path)
        && FullPath(path).StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private string FullPath(string path) => Path.GetFullPath(Path.Combine(folder, path));

    private static string HashOf(string path)
    {
        try
        {
            return ProjectFile.HashOf(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MLResNetException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private MLResNetException InTheWay(string[] paths)
    {
        string named = string.Join(", ", paths.Take(MostNamed));
        string more = paths.Length > MostNamed ? $" and {paths.Length - MostNamed} more" : "";
        return new MLResNetException(
            $"In {folder}, {named}{more} {(paths.Length == 1 ? "was" : "were")} not written by this generator or changed since: "
            + "nothing was written; put what is your own into other files, or replace what is there with --force (Overwrite).");
    }
}
