using MLResNet.Formats;

namespace MLResNet;

/// <summary>A file that stands in a data set and cannot be decoded.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">A sentence that says why, without the path.</param>
public sealed record UnreadableFile(string Path, string Reason)
{
    /// <summary>The path and the reason, as one line.</summary>
    public override string ToString() => $"{Path}: {Reason}";

    /// <summary>Takes the path off the front of a decoder's message.</summary>
    internal static UnreadableFile From(string path, ImageFormatException error)
    {
        string prefix = path + ": ";
        bool named = error.Message.StartsWith(prefix, StringComparison.Ordinal);
        return new UnreadableFile(path, named ? error.Message[prefix.Length..] : error.Message);
    }

    /// <summary>The error where unreadable files are fatal.</summary>
    internal static DatasetException Error(IReadOnlyList<UnreadableFile> files) =>
        new(files.Count == 1 ? $"{files[0]}" : $"{files.Count} files cannot be read, the first being {files[0]}");
}
