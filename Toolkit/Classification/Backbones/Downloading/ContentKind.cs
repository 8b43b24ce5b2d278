using System.Text;

namespace MLResNet.Backbones.Downloading;

/// <summary>Recognises what servers and proxies send in a file's place.</summary>
internal static class ContentKind
{
    /// <summary>Bytes of a file's beginning that are enough to tell.</summary>
    public const int Prefix = 64;

    /// <summary>
    /// What a file is that begins like this and is no file of weights, as part of a sentence; null if nothing speaks against it.
    /// </summary>
    public static string? NotWeights(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("version https://git-lfs.github.com/spec/"u8))
            return "a Git LFS pointer, a small text that stands for the file; fetch the file itself, with 'git lfs pull' in a clone";
        ReadOnlySpan<byte> text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        string words = Encoding.ASCII.GetString(text).TrimStart();
        return words.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || words.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || words.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
            ? "a web page; a proxy or a login page may stand in between"
            : null;
    }

    /// <summary>The same of a file on disk.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string? NotWeights(string path)
    {
        Span<byte> start = stackalloc byte[Prefix];
        using FileStream file = File.OpenRead(path);
        return NotWeights(start[..file.ReadAtLeast(start, Prefix, throwOnEndOfStream: false)]);
    }
}
