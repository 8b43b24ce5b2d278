using System.Text;

namespace MLResNet.Formats.Hdf5;

/// <summary>
/// What a group holds. Old groups have a symbol table; new ones have links in their header, or, if there are many, in a heap.
/// </summary>
internal static class GroupLinks
{
    private const int MaxNameLength = 1024;

    /// <summary>Whether an object is a group.</summary>
    public static bool IsGroup(ObjectHeader header) =>
        header.Has(MessageType.SymbolTable) || header.Has(MessageType.LinkInfo) || header.Has(MessageType.Link);

    /// <summary>Names and addresses of a group's members; links to names or to other files are left out.</summary>
    /// <exception cref="ModelFormatException">The group is damaged.</exception>
    public static List<(string Name, long Address)> Read(Hdf5Content content, ObjectHeader group)
    {
        var links = new List<(string, long)>();
        if (group.Has(MessageType.SymbolTable))
        {
            ByteCursor table = group.Open(MessageType.SymbolTable);
            SymbolTable.Read(content, Hdf5Content.ReadAddress(ref table), Hdf5Content.ReadAddress(ref table), links);
        }
        foreach (ObjectHeader.Message message in group.All(MessageType.Link))
            ReadLink(group.Open(message), links);
        if (group.Has(MessageType.LinkInfo))
            ReadDense(content, group.Open(MessageType.LinkInfo), links);
        return links;
    }

    /// <summary>A name's text.</summary>
    /// <exception cref="ModelFormatException">It is empty, or longer than any that makes sense.</exception>
    public static string DecodeName(ReadOnlySpan<byte> name, ByteCursor place) => name.Length is > 0 and <= MaxNameLength
        ? Encoding.UTF8.GetString(name)
        : throw place.Damaged($"a name has {name.Length} bytes");

    private static void ReadLink(ByteCursor cursor, List<(string, long)> links)
    {
        byte version = cursor.ReadByte();
        if (version != 1)
            throw cursor.Damaged($"there is no link of version {version}");
        byte flags = cursor.ReadByte();
        byte type = (flags & 0x08) != 0 ? cursor.ReadByte() : (byte)0;
        cursor.Skip(((flags & 0x04) != 0 ? 8 : 0) + ((flags & 0x10) != 0 ? 1 : 0)); // order, character set
        long length = Hdf5Content.ReadNumber(ref cursor, 1 << (flags & 3));
        string name = DecodeName(cursor.Read(length), cursor);
        if (type == 0)
            links.Add((name, Hdf5Content.ReadAddress(ref cursor)));
    }

    private static void ReadDense(Hdf5Content content, ByteCursor info, List<(string, long)> links)
    {
        byte version = info.ReadByte();
        if (version != 0)
            throw info.Damaged($"there is no link information of version {version}");
        byte flags = info.ReadByte();
        info.Skip((flags & 0x01) != 0 ? 8 : 0); // order
        long heapAddress = Hdf5Content.ReadAddress(ref info);
        long indexAddress = Hdf5Content.ReadAddress(ref info);
        if (heapAddress == Hdf5Content.Undefined)
            return;
        FractalHeap heap = FractalHeap.Read(content, heapAddress);
        foreach (long record in NameIndex.Read(content, indexAddress))
        {
            ByteCursor id = content.At(record);
            ReadLink(heap.Open(ref id), links);
        }
    }
}
