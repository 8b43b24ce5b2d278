using MLResNet.Formats.Protobuf;

namespace MLResNet.Formats.Onnx;

/// <summary>A tensor of an ONNX model: what the file says of it, and where its bytes lie.</summary>
internal sealed class OnnxTensor : WeightTensor
{
    private const int MaxDimensions = 64;

    /// <summary>The value of data_location that means another file.</summary>
    private const int External = 1;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly OnnxElementType _type;
    private readonly ByteRange? _raw;
    private readonly string? _location;

    // Runs of float_data or double_data, and of int32_data, which has a varint for each half.
    private readonly List<ByteRange> _numbers;
    private readonly List<ByteRange> _integers;

    private OnnxTensor(
        string source, string name, List<long> shape, ReadOnlyMemory<byte> file, OnnxElementType type, ByteRange? raw,
        List<ByteRange> numbers, List<ByteRange> integers, string? location)
        : base(source, name, shape)
    {
        (_file, _type, _raw, _numbers, _integers, _location) = (file, type, raw, numbers, integers, location);
        if (IsFloating && location is null)
            CheckLength();
    }

    /// <summary>Whether the elements are floating-point numbers.</summary>
    public bool IsFloating =>
        _type is OnnxElementType.Single or OnnxElementType.Half or OnnxElementType.Double or OnnxElementType.BFloat16;

    private FloatType Float => _type switch
    {
        OnnxElementType.Half => FloatType.F16,
        OnnxElementType.BFloat16 => FloatType.BF16,
        OnnxElementType.Double => FloatType.F64,
        _ => FloatType.F32,
    };

    /// <summary>Whether the elements are halves, each as a varint.</summary>
    private bool HasVarints => _raw is null && FloatReader.SizeOf(Float) == sizeof(ushort);

    /// <summary>Where the elements' bytes lie.</summary>
    private List<ByteRange> Runs => _raw is { } raw ? [raw] : HasVarints ? _integers : _numbers;

    /// <summary>Reads a tensor's message.</summary>
    /// <param name="reader">Before the message's first field.</param>
    /// <param name="file">The whole file; kept, not copied.</param>
    /// <param name="source">What errors call it.</param>
    /// <param name="name">The tensor's name, if it is not the message that has it.</param>
    public static OnnxTensor Read(ProtobufReader reader, ReadOnlyMemory<byte> file, string source, string? name = null)
    {
        string ownName = "";
        var shape = new List<long>(4);
        var numbers = new List<ByteRange>(1);
        var integers = new List<ByteRange>(0);
        OnnxElementType type = 0;
        ByteRange? raw = null;
        string? location = null;
        bool isExternal = false;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case OnnxFields.Tensor.Dimensions:
                    reader.ReadIntegers(shape, MaxDimensions);
                    break;
                case OnnxFields.Tensor.ElementType:
                    type = (OnnxElementType)reader.ReadInteger();
                    break;
                case OnnxFields.Tensor.Singles or OnnxFields.Tensor.Doubles:
                    numbers.Add(reader.ReadNumbers());
                    break;
                case OnnxFields.Tensor.Integers:
                    integers.Add(reader.ReadNumbers());
                    break;
                case OnnxFields.Tensor.Name:
                    ownName = reader.ReadString();
                    break;
                case OnnxFields.Tensor.Raw:
                    raw = reader.ReadRange();
                    break;
                case OnnxFields.Tensor.ExternalData:
                    (string key, string value) = OnnxFile.ReadEntry(reader.ReadMessage());
                    location = key == "location" ? value : location;
                    break;
                case OnnxFields.Tensor.DataLocation:
                    isExternal = reader.ReadInteger() == External;
                    break;
            }
        }
        location = isExternal ? location ?? "another file" : null;
        return new OnnxTensor(source, name ?? ownName, shape, file, type, raw, numbers, integers, location);
    }

    /// <inheritdoc/>
    public override float[] ReadSingles()
    {
        if (_location is not null)
        {
            throw new ModelFormatException(
                $"{Source} keeps tensor '{Name}' in {_location}: save the model as one file, without external data.");
        }
        if (!IsFloating)
        {
            throw new ModelFormatException(
                $"{Source}: tensor '{Name}' holds elements of type {(int)_type} where floating-point numbers are needed.");
        }
        FloatType type = Float;
        if (HasVarints)
            return ReadHalves(type);
        var values = new float[Count];
        int at = 0;
        foreach (ByteRange range in Runs)
        {
            int count = range.Length / FloatReader.SizeOf(type);
            FloatReader.Read(_file.Span.Slice(range.Offset, range.Length), type, bigEndian: false, values.AsSpan(at, count));
            at += count;
        }
        return values;
    }

    // Memory for the elements is taken later, on the strength of this. A varint has a byte at least; their number shows when they
    // are read.
    private void CheckLength()
    {
        int size = FloatReader.SizeOf(Float);
        long bytes = Runs.Sum(range => (long)range.Length);
        bool fits = HasVarints
            ? bytes >= Count
            : bytes == (long)Count * size && Runs.All(range => range.Length % size == 0);
        if (!fits)
            throw Mismatch($"{bytes} bytes", HasVarints ? Count : (long)Count * size);
    }

    private float[] ReadHalves(FloatType type)
    {
        var values = new float[Count];
        int at = 0;
        foreach (ByteRange range in _integers)
        {
            var reader = new ProtobufReader(_file.Span, Source, range);
            while (reader.ReadPacked(out long bits))
            {
                if (at == Count)
                    throw Mismatch("too many numbers", Count);
                values[at++] = type == FloatType.F16
                    ? (float)BitConverter.UInt16BitsToHalf((ushort)bits)
                    : BitConverter.UInt32BitsToSingle((uint)(ushort)bits << 16);
            }
        }
        return at == Count ? values : throw Mismatch($"{at} numbers", Count);
    }

    private ModelFormatException Mismatch(string found, long needed)
    {
        string place = Runs.Count > 0 ? $" at byte {Runs[0].Offset}" : "";
        return new ModelFormatException($"{Source} is damaged{place}: {this} has {found} where {needed} are needed.");
    }
}
