namespace MLResNet.Formats.Hdf5;

/// <summary>The members of an old group: a B-tree (version 1) of symbol nodes, and a local heap of names.</summary>
internal static class SymbolTable
{
    private const int EntrySize = 40;
    private const uint SymbolicLink = 2;

    /// <summary>Adds names and addresses of the members.</summary>
    /// <exception cref="ModelFormatException">The table is damaged.</exception>
    public static void Read(Hdf5Content content, long treeAddress, long heapAddress, List<(string, long)> links)
    {
        ReadOnlySpan<byte> names = ReadHeap(content, heapAddress, out long namesStart);
        foreach (long node in BTree.Leaves(content, treeAddress, BTree.GroupNode, keySize: 8))
        {
            ByteCursor cursor = content.At(node, "SNOD"u8);
            cursor.Skip(2); // version
            ushort count = cursor.ReadUInt16();
            for (int i = 0; i < count; i++)
            {
                var entry = new ByteCursor(cursor.Read(EntrySize), content.Source, cursor.Offset - EntrySize);
                long nameOffset = entry.ReadInt64();
                long address = Hdf5Content.ReadAddress(ref entry);
                if (entry.ReadUInt32() == SymbolicLink)
                    continue;
                if (nameOffset >= names.Length)
                    throw entry.Damaged($"a name begins at byte {nameOffset} of {names.Length}");
                ReadOnlySpan<byte> name = names[(int)nameOffset..];
                int length = name.IndexOf((byte)0);
                if (length < 0)
                    throw content.Damaged(namesStart + nameOffset, "a name has no end");
                links.Add((GroupLinks.DecodeName(name[..length], entry), address));
            }
        }
    }

    private static ReadOnlySpan<byte> ReadHeap(Hdf5Content content, long address, out long start)
    {
        ByteCursor cursor = content.At(address, "HEAP"u8);
        cursor.Skip(4); // version
        long length = cursor.ReadInt64();
        cursor.Skip(8); // free list
        start = Hdf5Content.ReadAddress(ref cursor);
        ByteCursor segment = content.At(start);
        return segment.Read(length);
    }
}
