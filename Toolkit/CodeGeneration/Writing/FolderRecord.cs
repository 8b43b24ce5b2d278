using System.Text.Json;

namespace MLResNet.CodeGeneration.Writing;

/// <summary>What was generated into a folder, by path and hash: tells what was changed since.</summary>
internal sealed class FolderRecord
{
    /// <summary>The record's file, in the project's folder.</summary>
    public const string FileName = ".mlresnet-generated.json";

    /// <summary>Hashes by path.</summary>
    public SortedDictionary<string, string> Files { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Reads it; one that cannot be read is none, so that all files count as changed.</summary>
    public static FolderRecord Read(string folder)
    {
        try
        {
            byte[] json = File.ReadAllBytes(Path.Combine(folder, FileName));
            return JsonSerializer.Deserialize(json, CodeGenerationJson.Default.FolderRecord) ?? new FolderRecord();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return new FolderRecord();
        }
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, CodeGenerationJson.Default.FolderRecord);
}
