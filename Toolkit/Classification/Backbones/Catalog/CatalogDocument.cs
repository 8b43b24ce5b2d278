using System.Text.Json.Serialization;

namespace MLResNet.Backbones.Catalog;

/// <summary>backbones.json: what is published, in series that share a publisher, a format and a preprocessing.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed class CatalogDocument
{
    public required SeriesDocument[] Series { get; set; }
}
