using System.Text.Json.Serialization;

namespace MLResNet.Backbones.Catalog;

/// <summary>One published file of a series.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class EntryDocument
{
    /// <summary>What the user calls it.</summary>
    public required string Id { get; set; }

    /// <summary>The network in the family that it is like; where null, the one that its id names up to the first dot.</summary>
    public string? Network { get; set; }

    /// <summary>The file's name, unique in the catalog.</summary>
    public required string File { get; set; }

    /// <summary>What is appended to the series' address; the file's name where null.</summary>
    public string? Path { get; set; }

    public long? Bytes { get; set; }

    /// <summary>The file's SHA-256, or as many of its first digits as are published.</summary>
    public string? Sha256 { get; set; }

    public string? Md5 { get; set; }

    /// <summary>Published ImageNet top-1 accuracy in percent.</summary>
    public required decimal Top1 { get; set; }

    /// <summary>Whether the file has the classifier at the network's end.</summary>
    public bool HasHead { get; set; } = true;
}
