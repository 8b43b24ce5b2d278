using System.Text;
using MLResNet.Packaging;

namespace MLResNet.Backbones;

/// <summary>
/// The SHA-256 of a published file for which no checksum is published, noted when it was first seen, beside the packages:
/// <c>FILE.sha256</c>, as sha256sum writes it. Another file is refused from then on.
/// </summary>
internal static class PinnedChecksum
{
    private const int Digits = 64;

    /// <summary>The file with the note.</summary>
    public static string PathOf(BackboneEntry entry, string folder) => Path.Combine(folder, entry.FileName + ".sha256");

    /// <summary>The noted checksum; null if the file has not been seen yet, or the note is none.</summary>
    public static string? Read(BackboneEntry entry, string folder)
    {
        string path = PathOf(entry, folder);
        if (entry.HasChecksum || !File.Exists(path))
            return null;
        string text = File.ReadAllText(path).TrimStart();
        return text.Length >= Digits && text[..Digits].All(char.IsAsciiHexDigitLower) ? text[..Digits] : null;
    }

    /// <summary>Notes it, where no checksum is published.</summary>
    public static void Write(BackboneEntry entry, string folder, string sha256)
    {
        if (!entry.HasChecksum)
            AtomicFile.Write(PathOf(entry, folder), stream => stream.Write(Encoding.ASCII.GetBytes($"{sha256}  {entry.FileName}\n")));
    }
}
