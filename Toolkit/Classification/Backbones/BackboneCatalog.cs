using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using MLResNet.Backbones.Catalog;

namespace MLResNet.Backbones;

/// <summary>The published backbones that are known by name: backbones.json.</summary>
public static class BackboneCatalog
{
    private static readonly OrderedDictionary<string, BackboneEntry> ById = Read();

    /// <summary>All of them, publisher by publisher.</summary>
    public static IReadOnlyList<BackboneEntry> Entries { get; } = [.. ById.Values];

    /// <summary>The backbone of this id, whatever its case, if it is known.</summary>
    public static bool TryGet(string id, [NotNullWhen(true)] out BackboneEntry? entry)
    {
        ArgumentNullException.ThrowIfNull(id);
        return ById.TryGetValue(id, out entry);
    }

    private static OrderedDictionary<string, BackboneEntry> Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("MLResNet.Backbones.backbones.json")!;
        CatalogDocument catalog = JsonSerializer.Deserialize(stream, CatalogJson.Default.CatalogDocument)!;
        return new(
            catalog.Series
                .SelectMany(series => series.Backbones.Select(series.ToEntry))
                .Select(entry => KeyValuePair.Create(entry.Id, entry)),
            StringComparer.OrdinalIgnoreCase);
    }
}
