using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using MLResNet.Formats;

namespace MLResNet.Packaging;

/// <summary>
/// The one form of zip that a model package has: entries stored without compression in a fixed order, each entry's data at a
/// multiple of 64 bytes (padded through the extra field of its local header), every timestamp 1 January 1980, no comments.
/// Because nothing in it is free, a reader can rebuild every header from names and data and compare: a file with any byte changed
/// or missing is refused. Unzip tools read it as any other zip.
/// Layout: PKWARE APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
/// </summary>
internal static class StoredZip
{
    /// <summary>Alignment of every entry's data in the file.</summary>
    public const int Alignment = 64;

    /// <summary>Where the first entry's name begins.</summary>
    public const int NameOffset = LocalHeaderSize;

    private const int LocalHeaderSize = 30;
    private const int CentralHeaderSize = 46;
    private const int EndSize = 22;
    private const int ExtraHeaderSize = 4;
    private const uint LocalSignature = 0x04034B50;
    private const uint CentralSignature = 0x02014B50;
    private const uint EndSignature = 0x06054B50;

    /// <summary>The id under which Android's zipalign pads, which unzip tools know to ignore.</summary>
    private const ushort AlignmentExtraId = 0xD935;

    private const ushort Version = 10; // 1.0: nothing but stored files
    private const ushort Utf8Names = 1 << 11;
    private const ushort Date = 1 << 5 | 1; // 1980-01-01
    private const int MaxNameLength = 255;
    private const int MaxEntries = 16;
    private const int PieceLength = 1 << 18;

    /// <summary>Writes the archive.</summary>
    /// <exception cref="ArgumentException">The archive would pass 2 GiB.</exception>
    public static void Write(Stream stream, IReadOnlyList<StoredZipEntry> entries)
    {
        long position = 0;
        using var directory = new MemoryStream();
        foreach (StoredZipEntry entry in entries)
        {
            uint crc = Crc32.Compute(entry.Data.Span);
            directory.Write(CentralHeader(entry.Name, (uint)entry.Data.Length, crc, (uint)position));
            byte[] local = LocalHeader(entry, crc, position);
            position += local.Length + entry.Data.Length;
            if (position > Array.MaxLength)
                throw new ArgumentException("The package would be larger than 2 GiB.", nameof(entries));
            stream.Write(local);
            stream.Write(entry.Data.Span);
        }
        stream.Write(directory.ToArray());
        stream.Write(End(entries.Count, (uint)directory.Length, (uint)position));
    }

    /// <summary>
    /// Checks each byte of an archive, headers against their one possible form and data against its CRC-32, and tells where its
    /// entries lie.
    /// </summary>
    /// <param name="file">The whole file.</param>
    /// <param name="source">What errors call the file.</param>
    /// <exception cref="ModelFormatException">The file is damaged, truncated, or no package.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<StoredZipSection> Check(ByteSource file, string source)
    {
        if (file.Length > Array.MaxLength)
            throw new ModelFormatException($"{source} is larger than 2 GiB; model packages are smaller.");
        if (!StartsWith(file, 0, LocalSignature))
            throw new ModelFormatException($"{source} is not a model package: it does not begin as one.");

        var sections = new List<StoredZipSection>();
        using var directory = new MemoryStream();
        int position = 0;
        while (sections.Count < MaxEntries && StartsWith(file, position, LocalSignature))
        {
            int start = position;
            byte[] fixedPart = file.ReadUpTo(start, LocalHeaderSize);
            if (fixedPart.Length < LocalHeaderSize)
                throw Damaged(start);
            uint crc = BinaryPrimitives.ReadUInt32LittleEndian(fixedPart.AsSpan(14));
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(fixedPart.AsSpan(18));
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(fixedPart.AsSpan(26));
            if (nameLength > MaxNameLength || nameLength > file.Length - start - LocalHeaderSize)
                throw Damaged(start);
            string name = Encoding.UTF8.GetString(file.ReadUpTo(start + LocalHeaderSize, nameLength));
            byte[] header = LocalHeader(name, crc, length, start);
            if (!Matches(file, start, header))
                throw Damaged(start);
            position += header.Length;
            if (length > file.Length - position)
            {
                throw new ModelFormatException(
                    $"{source} is truncated: '{name}' takes {length} bytes from byte {position} on, "
                    + $"and the file ends at {file.Length}; copy it again.");
            }
            var section = new StoredZipSection(name, position, (int)length);
            if (CrcOf(file, section) != crc)
            {
                throw new ModelFormatException(
                    $"{source} is damaged between bytes {position} and {position + length}: "
                    + $"the checksum of '{name}' does not match; copy it again.");
            }
            sections.Add(section);
            directory.Write(CentralHeader(name, length, crc, (uint)start));
            position += (int)length;
        }

        if (!Matches(file, position, directory.ToArray()))
            throw Damaged(position);
        byte[] end = End(sections.Count, (uint)directory.Length, (uint)position);
        position += (int)directory.Length;
        if (!Matches(file, position, end) || file.Length != position + end.Length)
            throw Damaged(position);
        return sections;

        ModelFormatException Damaged(int offset) => new(
            $"{source} is damaged or truncated near byte {offset} of {file.Length}, or packed by another tool; "
            + "copy the original again.");
    }

    // Piece by piece, each while it is near.
    private static uint CrcOf(ByteSource file, StoredZipSection section)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent(Math.Min(section.Length, PieceLength));
        try
        {
            uint crc = 0;
            for (int done = 0, length; done < section.Length; done += length)
            {
                length = Math.Min(section.Length - done, piece.Length);
                file.Read(section.Offset + done, piece.AsSpan(0, length));
                crc = Crc32.Append(crc, piece.AsSpan(0, length));
            }
            return crc;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static byte[] LocalHeader(StoredZipEntry entry, uint crc, long start) =>
        LocalHeader(entry.Name, crc, (uint)entry.Data.Length, start);

    private static byte[] LocalHeader(string name, uint crc, uint length, long start)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        long unpadded = start + LocalHeaderSize + nameBytes.Length + ExtraHeaderSize + 2;
        int extraLength = ExtraHeaderSize + 2 + (int)((Alignment - unpadded % Alignment) % Alignment);
        var header = new byte[LocalHeaderSize + nameBytes.Length + extraLength];
        var fields = new Fields(header);
        fields.Write(LocalSignature);
        fields.WriteCommon(crc, length, nameBytes.Length);
        fields.Write((ushort)extraLength);
        fields.Write(nameBytes);
        fields.Write(AlignmentExtraId);
        fields.Write((ushort)(extraLength - ExtraHeaderSize));
        fields.Write((ushort)Alignment); // zeros follow
        return header;
    }

    private static byte[] CentralHeader(string name, uint length, uint crc, uint start)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        var header = new byte[CentralHeaderSize + nameBytes.Length];
        var fields = new Fields(header);
        fields.Write(CentralSignature);
        fields.Write(Version); // made by
        fields.WriteCommon(crc, length, nameBytes.Length);
        fields.Write((ushort)0); // extra field
        fields.Write((ushort)0); // comment
        fields.Write((ushort)0); // disk
        fields.Write((ushort)0); // internal attributes
        fields.Write(0u);        // external attributes
        fields.Write(start);
        fields.Write(nameBytes);
        return header;
    }

    private static byte[] End(int entries, uint directoryLength, uint directoryStart)
    {
        var end = new byte[EndSize];
        var fields = new Fields(end);
        fields.Write(EndSignature);
        fields.Write((ushort)0); // this disk
        fields.Write((ushort)0); // the directory's disk
        fields.Write((ushort)entries);
        fields.Write((ushort)entries);
        fields.Write(directoryLength);
        fields.Write(directoryStart);
        return end;
    }

    private static bool StartsWith(ByteSource file, int position, uint signature) =>
        file.ReadUpTo(position, 4) is { Length: 4 } bytes && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == signature;

    private static bool Matches(ByteSource file, int position, byte[] expected) =>
        file.ReadUpTo(position, expected.Length).AsSpan().SequenceEqual(expected);

    /// <summary>Writes little-endian fields one after the other.</summary>
    private ref struct Fields(Span<byte> target)
    {
        private Span<byte> _rest = target;

        public void Write(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_rest, value);
            _rest = _rest[2..];
        }

        public void Write(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_rest, value);
            _rest = _rest[4..];
        }

        public void Write(ReadOnlySpan<byte> value)
        {
            value.CopyTo(_rest);
            _rest = _rest[value.Length..];
        }

        /// <summary>
        /// The run of fields that local and central headers share, from the version needed to the name's length.
        /// </summary>
        public void WriteCommon(uint crc, uint length, int nameLength)
        {
            Write(Version);
            Write(Utf8Names);
            Write((ushort)0); // stored
            Write((ushort)0); // midnight
            Write(Date);
            Write(crc);
            Write(length); // compressed
            Write(length);
            Write((ushort)nameLength);
        }
    }
}
