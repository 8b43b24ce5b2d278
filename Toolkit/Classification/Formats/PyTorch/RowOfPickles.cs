namespace MLResNet.Formats.PyTorch;

/// <summary>
/// The form of torch.save before PyTorch 1.6, and since with <c>_use_new_zipfile_serialization=False</c>: a pickled magic number,
/// the pickled protocol, facts of the machine, the pickled object, the pickled list of storage keys, then for each of them its
/// number of elements (eight bytes) and the elements.
/// </summary>
internal static class RowOfPickles
{
    private const long Protocol = 1001;

    /// <summary>PROTO 2, then LONG1 of ten bytes: 0x1950A86A20F9469CFC6C, then STOP.</summary>
    private static ReadOnlySpan<byte> Magic =>
        [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'];

    /// <summary>Whether a file begins with the magic number.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith(Magic);

    /// <summary>The pickled object, its storages filled.</summary>
    /// <exception cref="ModelFormatException">The file is damaged.</exception>
    public static object? Read(ReadOnlyMemory<byte> file, string source)
    {
        var cursor = new ByteCursor(file.Span, source);
        cursor.Skip(Magic.Length);
        var objects = new TorchObjects(source);
        if (PickleReader.Read(ref cursor, objects, source) is not Protocol)
            throw cursor.Damaged($"the protocol is not {Protocol}");
        if (PickleReader.Read(ref cursor, objects, source) is not PickleDictionary machine
            || machine.Find("little_endian") is not bool littleEndian)
        {
            throw cursor.Damaged("the order of bytes is not stated");
        }
        object? root = PickleReader.Read(ref cursor, objects, source);
        if (PickleReader.Read(ref cursor, objects, source) is not List<object?> keys)
            throw cursor.Damaged("the list of storages is missing");

        var filled = new HashSet<string>(StringComparer.Ordinal);
        foreach (object? key in keys)
        {
            if (key is not string name || !objects.Storages.TryGetValue(name, out TorchStorage? storage) || !filled.Add(name))
                throw cursor.Damaged($"the list of storages holds '{key}', which no tensor uses or which stands twice");
            ReadElements(ref cursor, file, storage, littleEndian);
        }
        if (filled.Count != objects.Storages.Count)
            throw cursor.Damaged("elements are missing from the list of storages");
        return root;
    }

    private static void ReadElements(ref ByteCursor cursor, ReadOnlyMemory<byte> file, TorchStorage storage, bool littleEndian)
    {
        long count = cursor.ReadInt64();
        if (count != storage.Count)
            throw cursor.Damaged($"storage '{storage.Key}' has {count} elements, though its tensors take {storage.Count}");
        int start = cursor.Position;
        cursor.Skip(count * storage.ElementSize);
        storage.Bytes = file[start..cursor.Position];
        storage.IsBigEndian = !littleEndian;
    }
}
