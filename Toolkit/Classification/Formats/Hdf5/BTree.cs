namespace MLResNet.Formats.Hdf5;

/// <summary>A B-tree of version 1, which indexes the members of an old group or the chunks of a dataset.</summary>
internal static class BTree
{
    public const byte GroupNode = 0;
    public const byte ChunkNode = 1;

    private const int MaxNodes = 1_000_000;

    /// <summary>The addresses that the leaves hold, with the key before each: its position in the file.</summary>
    /// <exception cref="ModelFormatException">The tree is damaged or no tree.</exception>
    public static List<(long Key, long Child)> Entries(Hdf5Content content, long root, byte type, int keySize)
    {
        var entries = new List<(long, long)>();
        var visited = new HashSet<long>();
        Visit(root, level: -1);
        return entries;

        void Visit(long address, int level)
        {
            ByteCursor cursor = content.At(address, "TREE"u8);
            byte nodeType = cursor.ReadByte();
            byte nodeLevel = cursor.ReadByte();
            // Levels that fall by one bound the depth of the recursion, and no node is a child twice.
            if (nodeType != type || level >= 0 && nodeLevel != level || visited.Count == MaxNodes || !visited.Add(address))
                throw content.Damaged(address, "a node of a B-tree is not where it belongs");
            ushort count = cursor.ReadUInt16();
            cursor.Skip(16); // siblings
            for (int i = 0; i < count; i++)
            {
                long key = cursor.Position;
                cursor.Skip(keySize);
                long child = Hdf5Content.ReadAddress(ref cursor);
                if (nodeLevel == 0)
                    entries.Add((key, child));
                else
                    Visit(child, nodeLevel - 1);
            }
        }
    }

    /// <summary>The addresses that the leaves hold, each once.</summary>
    /// <exception cref="ModelFormatException">The tree is damaged or no tree.</exception>
    public static IEnumerable<long> Leaves(Hdf5Content content, long root, byte type, int keySize)
    {
        var leaves = new HashSet<long>();
        foreach (var (key, child) in Entries(content, root, type, keySize))
        {
            if (!leaves.Add(child))
                throw content.Damaged(key, $"the B-tree leads to byte {child} twice");
        }
        return leaves;
    }
}
