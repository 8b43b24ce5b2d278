using System.Text.Json;

namespace MLResNet.Backbones.Downloading;

/// <summary>
/// What has come in of a download, under a temporary name, and beside it a note of where it came from, so that another attempt,
/// even of another day, goes on where this one broke off.
/// </summary>
/// <param name="path">The temporary name.</param>
internal sealed class PartialFile(string path)
{
    private readonly string _notePath = path + ".json";

    /// <summary>The temporary name.</summary>
    public string Path { get; } = path;

    /// <summary>Bytes that are here.</summary>
    public long Length => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    /// <summary>What the bytes belong to; null if that is not known, and they are of no use.</summary>
    public PartialNote? Note
    {
        get
        {
            try
            {
                return File.Exists(Path) && File.Exists(_notePath)
                    ? JsonSerializer.Deserialize(File.ReadAllBytes(_notePath), PartialJson.Default.PartialNote)
                    : null;
            }
            catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>Begins anew: what was here is dropped.</summary>
    /// <param name="note">What the bytes to come belong to; null if they cannot be gone on with.</param>
    public FileStream Create(PartialNote? note)
    {
        File.Delete(_notePath); // in this order: no note ever stands beside another version's bytes
        var file = new FileStream(Path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (note is not null)
            File.WriteAllBytes(_notePath, JsonSerializer.SerializeToUtf8Bytes(note, PartialJson.Default.PartialNote));
        return file;
    }

    /// <summary>Goes on where the file ends.</summary>
    public FileStream Append() => new(Path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Removes the file and its note.</summary>
    public void Delete()
    {
        File.Delete(Path);
        File.Delete(_notePath);
    }
}
