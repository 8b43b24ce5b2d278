using System.Globalization;
using System.Reflection;
using MLResNet.Backbones;

namespace MLResNet.Classification.Tests.Backbones;

/// <summary>Holds the table of docs/backbones.md against backbones.json; MLRESNET_ACCEPT_DOCS=1 rewrites it.</summary>
public sealed class BackboneTableTests
{
    private const string Begin = "<!-- backbones -->\n", End = "<!-- /backbones -->";

    [Fact]
    public void The_table_in_the_docs_is_that_of_the_catalog()
    {
        string path = typeof(BackboneTableTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "BackboneDocs").Value!;
        string page = File.ReadAllText(path).ReplaceLineEndings("\n");
        int from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, to = page.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("MLRESNET_ACCEPT_DOCS") == "1")
            File.WriteAllText(path, page[..from] + Table() + page[to..]);
        else
            Assert.Equal(Table(), page[from..to]);
    }

    private static string Table()
    {
        IEnumerable<string> rows = BackboneCatalog.Entries.Select(entry => string.Create(
            CultureInfo.InvariantCulture,
            $"| `{entry.Id}` | {entry.ImageNetAccuracy * 100:0.00} | {Millions(entry)} | {entry.Publisher}, {entry.License} "
            + $"| [{entry.FileName}]({entry.Address}) | {Length(entry)} | {Checksum(entry)} |\n"));
        return "| id | top-1 | parameters | publisher, licence | file | size | checksum |\n| --- | --- | --- | --- | --- | --- | --- |\n"
            + string.Concat(rows);
    }

    private static string Millions(BackboneEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.Spec.ParameterCount() / 1e6:0.0} M");

    private static string Length(BackboneEntry entry) =>
        entry.Bytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB") : "";

    private static string Checksum(BackboneEntry entry) =>
        entry.Sha256 is { } sha256 ? $"SHA-256 {sha256[..8]}…" : entry.Md5 is { } md5 ? $"MD5 {md5[..8]}…" : "none: noted when first seen";
}
