using System.Numerics;

namespace MLResNet.Formats.Hdf5;

/// <summary>The B-tree of version 2 that lists a group's links by the hash of their names.</summary>
internal static class NameIndex
{
    private const byte NameRecords = 5;
    private const int HashSize = 4;
    private const int NodeOverhead = 4 + 1 + 1 + 4; // signature, version, type, checksum
    private const int MaxDepth = 8;
    private const int MaxNodes = 100_000;

    /// <summary>Where the heap ids of all links stand in the file.</summary>
    /// <exception cref="ModelFormatException">The tree is damaged, or lists something else.</exception>
    public static List<long> Read(Hdf5Content content, long address)
    {
        ByteCursor header = content.At(address, "BTHD"u8);
        header.Skip(1); // version
        byte type = header.ReadByte();
        long nodeSize = header.ReadUInt32();
        int recordSize = header.ReadUInt16();
        int depth = header.ReadUInt16();
        header.Skip(2); // when nodes split and merge
        long root = Hdf5Content.ReadAddress(ref header);
        int rootCount = header.ReadUInt16();
        if (type != NameRecords || recordSize <= HashSize || nodeSize <= NodeOverhead || nodeSize > int.MaxValue || depth > MaxDepth)
            throw content.Damaged(address, "this is no list of links");

        // How many records a node of each level may hold decides how many bytes their number takes.
        long mostInLeaf = (nodeSize - NodeOverhead) / recordSize;
        int countSize = SizeOf(mostInLeaf);
        var totalSizes = new int[depth + 1];
        long total = mostInLeaf;
        for (int level = 1; level <= depth; level++)
        {
            int pointer = 8 + countSize + totalSizes[level - 1];
            long most = Math.Max(0, (nodeSize - NodeOverhead - pointer) / (recordSize + pointer));
            total = (most + 1) * Math.Min(total, 1L << 32) + most;
            totalSizes[level] = SizeOf(total);
        }

        var records = new List<long>();
        var visited = new HashSet<long>();
        if (root != Hdf5Content.Undefined)
            Visit(root, rootCount, depth);
        return records;

        void Visit(long node, long count, int level)
        {
            if (visited.Count == MaxNodes || !visited.Add(node))
                throw content.Damaged(node, "the list of links leads here twice");
            ByteCursor cursor = content.At(node, level == 0 ? "BTLF"u8 : "BTIN"u8);
            cursor.Skip(2); // version, type
            for (long i = 0; i < count; i++)
            {
                records.Add(cursor.Position + HashSize);
                cursor.Skip(recordSize);
            }
            if (level == 0)
                return;
            for (long i = 0; i <= count; i++)
            {
                long child = Hdf5Content.ReadAddress(ref cursor);
                long childCount = Hdf5Content.ReadNumber(ref cursor, countSize);
                cursor.Skip(totalSizes[level - 1]);
                Visit(child, childCount, level - 1);
            }
        }
    }

    private static int SizeOf(long most) => BitOperations.Log2((ulong)Math.Max(1, most)) / 8 + 1;
}
