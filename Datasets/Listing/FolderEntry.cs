using System.IO.Enumeration;

namespace MLResNet.Listing;

/// <summary>A visible file or folder of a directory.</summary>
internal readonly record struct FolderEntry(string Name, bool IsFolder, bool IsLink)
{
    // Hidden ones (a leading dot, or the attribute) are nobody's photos: .DS_Store, ._rose.jpg, .git.
    private static readonly EnumerationOptions Visible = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        IgnoreInaccessible = false,
    };

    /// <summary>The entries in ordinal order of their names, whatever order the file system has them in.</summary>
    /// <exception cref="IOException">The directory cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be listed.</exception>
    public static List<FolderEntry> List(string folder)
    {
        var entries = new FileSystemEnumerable<FolderEntry>(folder, Describe, Visible)
        {
            ShouldIncludePredicate = (ref entry) => entry.FileName is not "__MACOSX",
        };
        List<FolderEntry> list = [.. entries];
        list.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return list;
    }

    private static FolderEntry Describe(ref FileSystemEntry entry)
    {
        bool isFolder = entry.IsDirectory;
        // Of a file it does not matter, and asking costs a system call.
        bool isLink = isFolder && entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
        return new FolderEntry(entry.FileName.ToString(), isFolder, isLink);
    }
}
