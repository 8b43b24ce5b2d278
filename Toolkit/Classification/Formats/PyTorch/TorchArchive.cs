using MLResNet.Formats.Zip;

namespace MLResNet.Formats.PyTorch;

/// <summary>
/// torch.save's zip archive: <c>NAME/data.pkl</c>, the elements of each storage as <c>NAME/data/KEY</c>, <c>NAME/byteorder</c>.
/// </summary>
internal static class TorchArchive
{
    private const string PickleName = "data.pkl";

    /// <summary>The pickled object, its storages filled.</summary>
    /// <exception cref="ModelFormatException">The archive is damaged or not PyTorch's.</exception>
    public static object? Read(ReadOnlyMemory<byte> file, string source)
    {
        IReadOnlyDictionary<string, ZipEntry> entries = ZipDirectory.Read(file, source);
        ZipEntry[] pickles = [.. entries.Values.Where(entry => entry.Name == PickleName || entry.Name.EndsWith("/" + PickleName, StringComparison.Ordinal))];
        if (pickles is not [var pickle])
            throw new ModelFormatException($"{source} is a zip archive, but not of PyTorch: it holds {pickles.Length} files {PickleName}.");
        string folder = pickle.Name[..^PickleName.Length];

        var objects = new TorchObjects(source);
        var cursor = new ByteCursor(pickle.Data.Span, source, pickle.Offset);
        object? root = PickleReader.Read(ref cursor, objects, source);
        bool bigEndian = entries.TryGetValue(folder + "byteorder", out ZipEntry? order) && order.Data.Span.SequenceEqual("big"u8);
        foreach (TorchStorage storage in objects.Storages.Values)
        {
            if (!entries.TryGetValue($"{folder}data/{storage.Key}", out ZipEntry? entry))
                throw new ModelFormatException($"{source} is damaged: the elements of storage '{storage.Key}' are missing.");
            if (entry.Data.Length != storage.Count * storage.ElementSize)
            {
                throw ModelFormatException.Damaged(
                    source, entry.Offset,
                    $"storage '{storage.Key}' of {storage.Count} {storage.Type} elements has {entry.Data.Length} bytes");
            }
            storage.Bytes = entry.Data;
            storage.IsBigEndian = bigEndian;
        }
        return root;
    }
}
