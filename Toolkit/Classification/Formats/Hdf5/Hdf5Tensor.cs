namespace MLResNet.Formats.Hdf5;

/// <summary>One dataset of an HDF5 file.</summary>
internal sealed class Hdf5Tensor : WeightTensor
{
    private readonly Datatype _type;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ChunkedData? _chunks;
    private readonly long _address;

    /// <summary>Reads what the dataset's header says, and checks that all its elements are in the file.</summary>
    /// <exception cref="ModelFormatException">The dataset is damaged, or kept in a way that is not read here.</exception>
    public Hdf5Tensor(Hdf5Content content, string name, ObjectHeader header)
        : base(content.Source, name, Dataspace.Read(header.Open(MessageType.Dataspace)))
    {
        _address = header.Address;
        _type = Datatype.Read(header.Open(MessageType.Datatype));
        ByteCursor layout = header.Open(MessageType.DataLayout);
        byte version = layout.ReadByte();
        if (version is < 3 or > 4)
            throw content.Unsupported(layout.Offset, $"a data layout of version {version}");
        long length = (long)Count * _type.Size;
        switch (layout.ReadByte())
        {
            case 0: // compact: in the header itself
                int stored = layout.ReadUInt16();
                long start = layout.Offset;
                layout.Skip(stored);
                _bytes = Stored(content, start, stored, length);
                break;
            case 1: // contiguous
                long address = Hdf5Content.ReadAddress(ref layout);
                _bytes = length == 0 ? default : Stored(content, address, layout.ReadInt64(), length);
                break;
            case 2 when version == 3:
                _chunks = new ChunkedData(content, header, layout, Shape, _type.Size);
                break;
            case var other:
                throw content.Unsupported(layout.Offset, $"a data layout of version {version} and class {other}");
        }
    }

    /// <inheritdoc/>
    public override float[] ReadSingles()
    {
        if (_type.Float is not { } type)
        {
            throw new ModelFormatException(
                $"{Source}: the dataset '{Name}' at byte {_address} holds elements of {_type.Size} bytes "
                + "that are no floating-point numbers of 16, 32 or 64 bits.");
        }
        var values = new float[Count];
        FloatReader.Read(_chunks is null ? _bytes.Span : _chunks.Read(), type, _type.BigEndian, values);
        return values;
    }

    private ReadOnlyMemory<byte> Stored(Hdf5Content content, long address, long stored, long length)
    {
        if (address == Hdf5Content.Undefined || stored != length)
            throw content.Damaged(_address, $"the dataset here takes {length} bytes and has {(address < 0 ? 0 : stored)}");
        ByteCursor cursor = content.At(address);
        cursor.Skip(length);
        return content.Bytes.Slice((int)address, (int)length);
    }
}
