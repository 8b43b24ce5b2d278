using System.IO.Compression;
using System.Text.Json;
using Microsoft.ML;

namespace MLResNet.Pipelines.Saving;

/// <summary>
/// A model with networks in one file: ML.NET's zip, in which markers stand for our transformers, with entries of ours beside its
/// own: a model package for each network, and <c>mlresnet/pipeline.json</c>, which says what stands where.
/// </summary>
internal static class PipelineFile
{
    private const string Folder = "mlresnet/", DocumentName = Folder + "pipeline.json";

    /// <summary>More than any description of a pipeline takes.</summary>
    private const int MostDocumentBytes = 1 << 20;

    /// <summary>Why one of our transformers cannot be saved by itself.</summary>
    public static MLResNetException NotSavedAlone() => new(
        "A model with a ResNet in it is saved by ml.Model.SaveWithResNet, and loaded by ml.Model.LoadWithResNet: "
        + "ML.NET's own Save has no place for the network.");

    public static void Save(ModelOperationsCatalog catalog, ITransformer model, DataViewSchema? inputSchema, Stream stream)
    {
        var parts = new PipelineParts();
        ITransformer marked = TransformerTree.Replace(model, parts.TryAdd);
        if (parts.Document.Transformers.Count == 0)
        {
            catalog.Save(model, inputSchema, stream);
            return;
        }
        using var own = new MemoryStream();
        catalog.Save(marked, inputSchema, own);
        own.Position = 0;
        using var source = new ZipArchive(own, ZipArchiveMode.Read);
        using var target = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (ZipArchiveEntry entry in source.Entries)
        {
            using Stream from = entry.Open(), to = target.CreateEntry(entry.FullName).Open();
            from.CopyTo(to);
        }
        using (Stream document = target.CreateEntry(DocumentName).Open())
            JsonSerializer.Serialize(document, parts.Document, PipelineJson.Default.PipelineDocument);
        foreach ((string name, Action<Stream> write) in parts.Packages)
        {
            // Weights do not get smaller.
            using Stream package = target.CreateEntry(Folder + name, CompressionLevel.NoCompression).Open();
            write(package);
        }
    }

    public static ITransformer Load(ModelOperationsCatalog catalog, Stream stream, string source, out DataViewSchema? inputSchema)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            PipelineDocument? document = ReadDocument(zip, source);
            stream.Position = 0;
            ITransformer model = catalog.Load(stream, out inputSchema);
            if (document is null)
                return model;
            var loader = new PipelineLoader(document, name => ReadPackage(zip, name, source), source);
            ITransformer loaded = TransformerTree.Replace(model, loader.TryTake);
            loader.RequireAllTaken();
            return loaded;
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or FormatException or EndOfStreamException)
        {
            throw new ModelFormatException($"{source} is damaged, or no model that was saved: {e.Message}", e);
        }
    }

    private static PipelineDocument? ReadDocument(ZipArchive zip, string source)
    {
        if (zip.GetEntry(DocumentName) is not { } entry)
            return null;
        byte[] json = Read(entry, MostDocumentBytes, source);
        PipelineDocument document = JsonSerializer.Deserialize(json, PipelineJson.Default.PipelineDocument)
            ?? throw new ModelFormatException($"{source} is damaged: {DocumentName} is empty.");
        return document.FormatVersion <= PipelineDocument.CurrentFormatVersion
            ? document
            : throw new ModelFormatException(
                $"{source} has version {document.FormatVersion} of the format of pipelines, and this MLResNet reads up to "
                + $"{PipelineDocument.CurrentFormatVersion}; use a newer one.");
    }

    private static byte[] ReadPackage(ZipArchive zip, string name, string source) => zip.GetEntry(Folder + name) is { } entry
        ? Read(entry, Array.MaxLength, source)
        : throw new ModelFormatException($"{source} is damaged: it lacks '{Folder + name}'.");

    // What an entry says of its length is checked against what comes, before memory is taken for more.
    private static byte[] Read(ZipArchiveEntry entry, int most, string source)
    {
        using Stream from = entry.Open();
        using var copy = new MemoryStream();
        byte[] piece = new byte[1 << 16];
        for (int read; (read = from.Read(piece)) > 0;)
        {
            if (copy.Length + read > Math.Min(entry.Length, most))
                throw new ModelFormatException($"{source} is damaged: '{entry.FullName}' is longer than it may be.");
            copy.Write(piece, 0, read);
        }
        return copy.ToArray();
    }
}
