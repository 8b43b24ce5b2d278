using System.Globalization;
using MLResNet.Backbones;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Documents;

namespace MLResNet.Cli.Backbones;

/// <summary>What backbones there are: those of the user and the one in the box, then the published ones.</summary>
internal static class BackboneListing
{
    /// <summary>Gathers them; those of the user that are damaged are noted and left out.</summary>
    /// <param name="store">The user's store.</param>
    /// <param name="here">Leave out what would have to be downloaded.</param>
    /// <param name="context">Takes the notes.</param>
    public static IReadOnlyList<BackboneDocument> Of(BackboneStore store, bool here, CommandContext context)
    {
        var own = new List<BackboneDocument>();
        foreach (string id in store.Ids.Where(id => !BackboneCatalog.TryGet(id, out _)))
        {
            try
            {
                own.Add(BackboneDocument.From(store.Open(id), id, store.PackageOf(id)));
            }
            catch (MLResNetException e)
            {
                context.Note(e.Message);
            }
        }
        IEnumerable<BackboneDocument> published = BackboneCatalog.Entries.Select(entry => BackboneDocument.From(entry, store));
        return [.. own.Concat(published).Where(backbone => !here || backbone.State != BackboneState.Missing)];
    }

    public static void Write(IReadOnlyList<BackboneDocument> backbones, OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Json)
        {
            CliJson.Write(backbones, output);
            return;
        }
        var table = new TextTable("id", "state", ">ImageNet", ">input", ">features", ">parameters", "publisher", "license");
        foreach (BackboneDocument backbone in backbones)
        {
            table.Add(
                backbone.Id,
                SnakeCase.Of(backbone.State),
                backbone.ImagenetAccuracy is { } accuracy ? Figure.Percent(accuracy) : "",
                backbone.Size.ToString(CultureInfo.InvariantCulture),
                backbone.Features.ToString(CultureInfo.InvariantCulture),
                Millions(backbone.Parameters),
                backbone.Publisher ?? "",
                backbone.License ?? "");
        }
        table.Write(output);
    }

    private static string Millions(long count) => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.0} million");
}
