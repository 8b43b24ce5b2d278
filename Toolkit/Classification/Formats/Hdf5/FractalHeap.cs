using System.Numerics;

namespace MLResNet.Formats.Hdf5;

/// <summary>
/// The heap in which a new group with many members keeps its links. Its space is one long row of blocks that grow: each of the
/// first two rows of a table holds blocks of the starting size, each further row blocks of twice the size before. Blocks above a
/// certain size are tables again. Objects are named by their offset in that space.
/// </summary>
internal sealed class FractalHeap
{
    private const int MaxDepth = 8;
    private const long MaxBlockSize = 1L << 40;

    private readonly Hdf5Content _content;
    private readonly int _idSize;
    private readonly int _offsetSize;
    private readonly int _tableWidth;
    private readonly long _startSize;
    private readonly long _maxDirectSize;
    private readonly long _root;
    private readonly int _rootRows;

    private FractalHeap(Hdf5Content content, long address)
    {
        _content = content;
        ByteCursor cursor = content.At(address, "FRHP"u8);
        cursor.Skip(1); // version
        _idSize = cursor.ReadUInt16();
        ushort filterLength = cursor.ReadUInt16();
        cursor.Skip(1 + 4 + 12 * 8); // flags, largest object, numbers and sizes of objects and of free space
        _tableWidth = cursor.ReadUInt16();
        _startSize = cursor.ReadInt64();
        _maxDirectSize = cursor.ReadInt64();
        ushort bits = cursor.ReadUInt16();
        cursor.Skip(2); // rows at the start
        _root = Hdf5Content.ReadAddress(ref cursor);
        _rootRows = cursor.ReadUInt16();
        _offsetSize = (bits + 7) / 8;
        if (filterLength != 0)
            throw content.Unsupported(address, "a compressed heap");
        if (bits is 0 or > 56 || _idSize <= _offsetSize + 1 || _idSize > _offsetSize + 1 + 8 || _tableWidth == 0
            || !IsSize(_startSize) || !IsSize(_maxDirectSize) || _maxDirectSize < _startSize || _root == Hdf5Content.Undefined)
        {
            throw content.Damaged(address, "the sizes of a heap make no sense");
        }
    }

    /// <summary>Opens a heap.</summary>
    /// <exception cref="ModelFormatException">It is damaged.</exception>
    public static FractalHeap Read(Hdf5Content content, long address) => new(content, address);

    /// <summary>Opens the object of an id.</summary>
    /// <param name="id">The id, read.</param>
    /// <exception cref="ModelFormatException">There is no such object, or it is kept outside of the heap's blocks.</exception>
    public ByteCursor Open(ref ByteCursor id)
    {
        long place = id.Offset;
        byte kind = id.ReadByte();
        if (kind != 0)
            throw _content.Unsupported(place, "an object outside of a heap's blocks");
        long offset = Hdf5Content.ReadNumber(ref id, _offsetSize);
        long length = Hdf5Content.ReadNumber(ref id, _idSize - _offsetSize - 1);
        var (start, size) = FindBlock(offset, place);
        if (length > size)
            throw _content.Damaged(place, $"an object of {length} bytes stands in a heap's block where {size} are left");
        ByteCursor cursor = _content.At(start);
        return new ByteCursor(cursor.Read(length), _content.Source, start);
    }

    private static bool IsSize(long size) => size is >= 64 and <= MaxBlockSize && BitOperations.IsPow2(size);

    /// <summary>Where an offset of the heap lies in the file, and how many bytes its block has from there on.</summary>
    private (long Start, long Left) FindBlock(long offset, long place)
    {
        long address = _root;
        int rows = _rootRows;
        for (int depth = 0; depth < MaxDepth; depth++)
        {
            if (rows == 0) // the root is one block
                return Inside(address, offset, _startSize);
            ByteCursor cursor = _content.At(address, "FHIB"u8);
            cursor.Skip(1 + 8 + _offsetSize); // version, heap, offset
            int row = 0;
            long size = _startSize;
            while (row < rows && size <= MaxBlockSize && offset >= size * _tableWidth)
            {
                offset -= size * _tableWidth;
                size = ++row < 2 ? _startSize : size * 2;
            }
            if (row == rows || size > MaxBlockSize)
                break;
            cursor.Skip(((long)row * _tableWidth + offset / size) * 8);
            address = Hdf5Content.ReadAddress(ref cursor);
            offset %= size;
            if (size <= _maxDirectSize)
                return Inside(address, offset, size);
            rows = BitOperations.Log2((ulong)size) - BitOperations.Log2((ulong)(_startSize * _tableWidth)) + 1;
        }
        throw _content.Damaged(place, "an object lies outside of its heap");

        (long, long) Inside(long block, long inner, long size)
        {
            _content.At(block, "FHDB"u8);
            return inner < size ? (block + inner, size - inner) : throw _content.Damaged(place, "an object lies outside of its heap");
        }
    }
}
