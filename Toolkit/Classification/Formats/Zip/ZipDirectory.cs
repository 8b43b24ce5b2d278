using System.Buffers.Binary;
using System.Text;

namespace MLResNet.Formats.Zip;

/// <summary>
/// Reads the central directory of any zip archive whose entries are stored without compression, zip64 included; each entry's
/// bytes are a slice of the file. Layout: PKWARE APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (directory), 4.3.14 to 4.3.16
/// (its end).
/// </summary>
/// <remarks>Checksums are left alone: PyTorch, which writes such archives, neither compares nor always writes them.</remarks>
internal static class ZipDirectory
{
    private const uint LocalSignature = 0x04034B50;
    private const uint CentralSignature = 0x02014B50;
    private const uint EndSignature = 0x06054B50;
    private const uint LargeEndSignature = 0x06064B50;
    private const uint LargeLocatorSignature = 0x07064B50;
    private const int EndSize = 22;
    private const int LargeLocatorSize = 20;
    private const int MaxCommentLength = ushort.MaxValue;
    private const int MaxEntries = 1_000_000;
    private const ushort Encrypted = 1;
    private const ushort LargeExtraId = 1;

    /// <summary>Whether a file begins as a zip archive.</summary>
    public static bool IsZip(ReadOnlySpan<byte> file) =>
        file.Length >= sizeof(uint) && BinaryPrimitives.ReadUInt32LittleEndian(file) == LocalSignature;

    /// <summary>The archive's entries by name.</summary>
    /// <param name="file">The whole file; the entries share its memory.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or an entry is compressed or encrypted.</exception>
    public static IReadOnlyDictionary<string, ZipEntry> Read(ReadOnlyMemory<byte> file, string source)
    {
        var cursor = new ByteCursor(file.Span, source);
        long count = FindDirectory(ref cursor, file.Span);
        if (count > MaxEntries)
            throw cursor.Damaged($"it announces {count} entries");
        var entries = new Dictionary<string, ZipEntry>(StringComparer.Ordinal);
        for (long i = 0; i < count; i++)
        {
            ZipEntry entry = ReadEntry(ref cursor, file, source);
            if (!entries.TryAdd(entry.Name, entry))
                throw cursor.Damaged($"'{entry.Name}' stands in the zip archive twice");
        }
        return entries;
    }

    /// <summary>Moves to the first entry of the directory and returns the number of entries.</summary>
    private static long FindDirectory(ref ByteCursor cursor, ReadOnlySpan<byte> file)
    {
        int first = Math.Max(0, file.Length - EndSize - MaxCommentLength);
        Span<byte> signature = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(signature, EndSignature);
        int end = file[first..].LastIndexOf(signature);
        if (end < 0)
        {
            cursor.Seek(file.Length);
            throw cursor.Damaged("the directory of the zip archive is missing, as in a file that was not copied to its end");
        }
        end += first;
        cursor.Seek(end + EndSize - sizeof(ushort));
        cursor.Skip(cursor.ReadUInt16()); // comment
        if (cursor.Left > 0)
            throw cursor.Damaged($"{cursor.Left} bytes follow the zip archive");

        if (end >= LargeLocatorSize)
        {
            cursor.Seek(end - LargeLocatorSize);
            if (cursor.ReadUInt32() == LargeLocatorSignature)
            {
                cursor.Skip(4); // disk
                cursor.Seek(cursor.ReadInt64());
                if (cursor.ReadUInt32() != LargeEndSignature)
                    throw cursor.Damaged("the directory of the zip archive does not end here, though its locator says so");
                cursor.Skip(8 + 2 + 2 + 4 + 4 + 8); // size, versions, disks, entries on this disk
                long entries = cursor.ReadInt64();
                cursor.Skip(8); // length
                cursor.Seek(cursor.ReadInt64());
                return entries;
            }
        }

        cursor.Seek(end + 10);
        ushort count = cursor.ReadUInt16();
        cursor.Skip(4); // length
        cursor.Seek(cursor.ReadUInt32());
        return count;
    }

    private static ZipEntry ReadEntry(ref ByteCursor cursor, ReadOnlyMemory<byte> file, string source)
    {
        if (cursor.ReadUInt32() != CentralSignature)
            throw cursor.Damaged("an entry of the zip directory is missing");
        cursor.Skip(4); // versions
        ushort flags = cursor.ReadUInt16();
        ushort method = cursor.ReadUInt16();
        cursor.Skip(4 + 4); // time, checksum
        long stored = cursor.ReadUInt32();
        long length = cursor.ReadUInt32();
        ushort nameLength = cursor.ReadUInt16();
        ushort extraLength = cursor.ReadUInt16();
        ushort commentLength = cursor.ReadUInt16();
        cursor.Skip(2 + 2 + 4); // disk, attributes
        long start = cursor.ReadUInt32();
        string name = Encoding.UTF8.GetString(cursor.Read(nameLength));
        var extra = new ByteCursor(cursor.Read(extraLength), source, cursor.Offset - extraLength);
        ReadLargeFields(ref extra, ref length, ref stored, ref start);
        cursor.Skip(commentLength);
        if ((flags & Encrypted) != 0 || method != 0 || stored != length)
            throw new ModelFormatException($"{source}: '{name}' is compressed or encrypted in the zip archive; PyTorch stores it plainly.");

        var local = new ByteCursor(file.Span, source);
        local.Seek(start);
        if (local.ReadUInt32() != LocalSignature)
            throw local.Damaged($"'{name}' does not begin here, though the zip directory says so");
        local.Skip(22); // what the directory says too
        int skipped = local.ReadUInt16() + local.ReadUInt16();
        local.Skip(skipped);
        int offset = local.Position;
        local.Skip(length);
        return new ZipEntry(name, offset, file.Slice(offset, (int)length));
    }

    /// <summary>
    /// Fields that are all ones in the directory stand in an extra field, in this order, if the archive may be large.
    /// </summary>
    private static void ReadLargeFields(ref ByteCursor extra, ref long length, ref long stored, ref long start)
    {
        while (extra.Left >= 4)
        {
            ushort id = extra.ReadUInt16();
            ushort size = extra.ReadUInt16();
            if (id != LargeExtraId)
            {
                extra.Skip(size);
                continue;
            }
            if (length == uint.MaxValue) length = extra.ReadInt64();
            if (stored == uint.MaxValue) stored = extra.ReadInt64();
            if (start == uint.MaxValue) start = extra.ReadInt64();
            return;
        }
    }
}
