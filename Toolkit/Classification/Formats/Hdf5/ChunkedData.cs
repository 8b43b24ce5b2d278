using System.Collections.Immutable;
using System.IO.Compression;

namespace MLResNet.Formats.Hdf5;

/// <summary>The elements of a dataset that is cut into chunks, each compressed or shuffled by itself.</summary>
internal sealed class ChunkedData
{
    private const int Deflate = 1;
    private const int Shuffle = 2;

    /// <summary>Deflate cannot pack more bytes than this into one, so that no small file asks for much memory.</summary>
    private const int BestRatio = 1032;

    private readonly Hdf5Content _content;
    private readonly long[] _shape;
    private readonly long[] _chunk;
    private readonly int _elementSize;
    private readonly List<int> _filters;
    private readonly List<(long[] Start, ReadOnlyMemory<byte> Bytes, long Offset)> _chunks = [];

    /// <summary>Reads the index of chunks and checks that every one is there.</summary>
    /// <param name="content">The file.</param>
    /// <param name="header">The dataset's header.</param>
    /// <param name="layout">Its data layout of version 3, from the rank on.</param>
    /// <param name="shape">The dataset's dimensions.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    /// <exception cref="ModelFormatException">The index is damaged, or a filter is not read here.</exception>
    public ChunkedData(Hdf5Content content, ObjectHeader header, ByteCursor layout, ImmutableArray<int> shape, int elementSize)
    {
        _content = content;
        _elementSize = elementSize;
        _shape = [.. shape.Select(side => (long)side)];
        int rank = layout.ReadByte();
        long root = Hdf5Content.ReadAddress(ref layout);
        if (rank != shape.Length + 1 || shape.IsEmpty)
            throw layout.Damaged($"chunks of rank {rank - 1} make up a dataset of rank {shape.Length}");
        _chunk = new long[shape.Length];
        long chunkBytes = elementSize, needed = 1;
        for (int i = 0; i < _chunk.Length; i++)
        {
            _chunk[i] = layout.ReadUInt32();
            if (_chunk[i] == 0 || (chunkBytes *= _chunk[i]) > Array.MaxLength)
                throw layout.Damaged("a chunk is empty or larger than memory");
            needed *= (_shape[i] + _chunk[i] - 1) / _chunk[i]; // at most the number of elements
        }
        _filters = header.Has(MessageType.FilterPipeline) ? ReadFilters(header.Open(MessageType.FilterPipeline)) : [];
        if (needed > 0 && root == Hdf5Content.Undefined)
            throw content.Damaged(header.Address, "the dataset here has no elements");
        if (needed > 0)
            ReadIndex(root, chunkBytes);
        if (_chunks.Count != needed)
            throw content.Damaged(header.Address, $"the dataset here has {_chunks.Count} of its {needed} chunks");
    }

    /// <summary>All elements' bytes, in row-major order.</summary>
    /// <exception cref="ModelFormatException">A chunk is damaged.</exception>
    public byte[] Read()
    {
        var values = new byte[_shape.Aggregate((long)_elementSize, (product, side) => product * side)];
        foreach (var (start, bytes, offset) in _chunks)
            Place(start, Unfilter(bytes, offset), values);
        return values;
    }

    private List<int> ReadFilters(ByteCursor cursor)
    {
        var filters = new List<int>();
        byte version = cursor.ReadByte();
        byte count = cursor.ReadByte();
        if (version is < 1 or > 2)
            throw cursor.Damaged($"there are no filters of version {version}");
        cursor.Skip(version == 1 ? 6 : 0);
        for (int i = 0; i < count; i++)
        {
            int filter = cursor.ReadUInt16();
            if (filter is not Deflate and not Shuffle || filters.Contains(filter))
                throw _content.Unsupported(cursor.Offset - 2, $"the filter {filter}");
            int nameLength = version == 1 ? cursor.ReadUInt16() : 0;
            cursor.Skip(2); // whether it is optional
            int parameters = cursor.ReadUInt16();
            cursor.Skip((nameLength + 7) / 8 * 8 + parameters * 4 + (version == 1 && parameters % 2 == 1 ? 4 : 0));
            filters.Add(filter);
        }
        return filters;
    }

    private void ReadIndex(long root, long chunkBytes)
    {
        var starts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, address) in BTree.Entries(_content, root, BTree.ChunkNode, keySize: 8 + 8 * (_shape.Length + 1)))
        {
            ByteCursor cursor = _content.At(key);
            long stored = cursor.ReadUInt32();
            uint skipped = cursor.ReadUInt32();
            var start = new long[_shape.Length];
            for (int i = 0; i < start.Length; i++)
            {
                start[i] = cursor.ReadInt64();
                if (start[i] >= _shape[i] || start[i] % _chunk[i] != 0)
                    throw _content.Damaged(key, "a chunk lies outside of its dataset");
            }
            if (skipped != 0)
                throw _content.Unsupported(key, "a chunk without filters in a dataset that has them");
            long most = _filters.Contains(Deflate) ? stored * BestRatio : stored;
            if (chunkBytes > most || !_filters.Contains(Deflate) && stored != chunkBytes || !starts.Add(string.Join(',', start)))
                throw _content.Damaged(key, $"a chunk of {chunkBytes} bytes takes {stored}, or stands twice");
            ByteCursor data = _content.At(address);
            data.Skip(stored);
            _chunks.Add((start, _content.Bytes.Slice((int)address, (int)stored), address));
        }
    }

    /// <summary>Undoes the filters, the last first.</summary>
    private byte[] Unfilter(ReadOnlyMemory<byte> stored, long offset)
    {
        byte[] bytes = stored.ToArray();
        long length = _chunk.Aggregate((long)_elementSize, (product, side) => product * side);
        for (int i = _filters.Count - 1; i >= 0; i--)
            bytes = _filters[i] == Deflate ? Inflate(bytes, length, offset) : Unshuffle(bytes);
        return bytes;
    }

    private byte[] Inflate(byte[] packed, long length, long offset)
    {
        var bytes = new byte[length];
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            stream.ReadExactly(bytes);
            if (stream.ReadByte() < 0)
                return bytes;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            // Said below.
        }
        throw _content.Damaged(offset, "a compressed chunk cannot be unpacked");
    }

    /// <summary>First bytes of all elements, then the second ones, ...: back to elements.</summary>
    private byte[] Unshuffle(byte[] shuffled)
    {
        var bytes = new byte[shuffled.Length];
        int count = shuffled.Length / _elementSize;
        for (int i = 0; i < count; i++)
            for (int part = 0; part < _elementSize; part++)
                bytes[i * _elementSize + part] = shuffled[part * count + i];
        return bytes;
    }

    /// <summary>Copies a chunk's rows; those at the dataset's far sides overhang.</summary>
    private void Place(long[] start, byte[] chunk, byte[] values)
    {
        int last = _shape.Length - 1;
        long run = Math.Min(_chunk[last], _shape[last] - start[last]) * _elementSize;
        long rows = chunk.Length / _elementSize / _chunk[last];
        for (long row = 0; row < rows; row++)
        {
            long rest = row, to = start[last], stride = _shape[last];
            bool inside = true;
            for (int axis = last - 1; axis >= 0; axis--)
            {
                long index = start[axis] + rest % _chunk[axis];
                rest /= _chunk[axis];
                inside &= index < _shape[axis];
                to += index * stride;
                stride *= _shape[axis];
            }
            if (inside)
                chunk.AsSpan((int)(row * _chunk[last] * _elementSize), (int)run).CopyTo(values.AsSpan((int)(to * _elementSize)));
        }
    }
}
