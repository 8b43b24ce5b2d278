using System.Globalization;
using MLResNet.Backbones;
using MLResNet.Cli.Output;
using MLResNet.Cli.Output.Documents;
using MLResNet.Imaging;

namespace MLResNet.Cli.Backbones;

/// <summary>Everything about one backbone.</summary>
internal static class BackboneDetails
{
    /// <summary>Finds it, whether it is here or only published.</summary>
    /// <exception cref="MLResNetException">There is none of this id.</exception>
    public static BackboneDocument Of(BackboneStore store, string id)
    {
        if (!BackboneCatalog.TryGet(id, out BackboneEntry? entry))
            return BackboneDocument.From(store.Open(id), id, store.PackageOf(id));
        BackboneDocument document = BackboneDocument.From(entry, store);
        return document.State == BackboneState.Stored ? document with { WeightsHash = store.Open(id).Provenance.WeightsHash } : document;
    }

    public static void Write(BackboneDocument backbone, OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Json)
        {
            CliJson.Write(backbone, output);
            return;
        }
        ImagePreprocessing input = backbone.Preprocessing;
        Line("backbone", backbone.Publisher is null ? backbone.Id : $"{backbone.Id}, from {backbone.Publisher}");
        Line("state", backbone.State switch
        {
            BackboneState.Stored => $"stored in {backbone.Path}",
            BackboneState.Bundled => "in the box",
            BackboneState.Found => $"found in {backbone.Path}, converted when first used",
            _ => $"missing; 'mlresnet backbones download {backbone.Id}' gets it",
        });
        if (backbone.ImagenetAccuracy is { } accuracy)
            Line("ImageNet", string.Create(CultureInfo.InvariantCulture, $"{accuracy * 100:0.00} % top-1, as published"));
        Line("network", $"{Figure.Large(backbone.Parameters)} parameters, {Figure.Large(backbone.MultiplyAdds)} multiply-adds an image, "
            + $"{backbone.Features} features");
        Line("input", $"{input.Size} x {input.Size} pixels, cut from the middle of the picture at short side {input.ResizeShortSide} "
            + $"({SnakeCase.Of(input.Interpolation)}), {SnakeCase.Of(input.ChannelOrder)}");
        Line("values", $"(sample / 255 - mean) / std; red, green, blue: mean {Numbers(input.Mean)}; std {Numbers(input.Std)}");
        Line("license", backbone.License ?? "unknown");
        Line("source", backbone.Source ?? "unknown");
        if (backbone.Format is not null)
            Line("file", $"{backbone.File} ({backbone.Format}), {(backbone.Bytes is { } bytes ? Figure.Megabytes(bytes) : "length not published")}");
        if (backbone.Sha256 is { } sha256)
            Line("SHA-256", sha256.Length == 64 ? sha256 : $"{sha256}… (as much of it as is published)");
        if (backbone.Md5 is { } md5)
            Line("MD5", md5);
        if (backbone.Format is not null && backbone.Sha256 is null && backbone.Md5 is null)
            Line("checksum", "none published; noted when the file is first seen, and checked from then on");
        if (backbone.WeightsHash is { } hash)
            Line("weights", $"SHA-256 {hash}");
        if (backbone.Note is { } note)
            Line("note", note);

        void Line(string name, string text) => output.WriteLine($"{name,-10}  {Printable.Text(text)}");
    }

    private static string Numbers(IEnumerable<float> values) =>
        string.Join(' ', values.Select(value => value.ToString("0.######", CultureInfo.InvariantCulture)));
}
