using MLResNet.Formats.Protobuf;

namespace MLResNet.Formats.TensorFlow;

/// <summary>
/// A constant of a TensorFlow graph. Its elements lie side by side in tensor_content, or in float_val and the like, where the
/// last one stands for all that follow.
/// </summary>
internal sealed class TensorFlowTensor : WeightTensor
{
    private const int MaxDimensions = 64;

    /// <summary>A few bytes may stand for this many elements, and no more: a graph has vectors that are all 0 or 1.</summary>
    private const int MaxFilled = 1 << 20;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly TensorFlowElementType _type;
    private readonly ByteRange? _content;
    private readonly List<ByteRange> _numbers;

    private TensorFlowTensor(
        string source, string name, List<long> shape, ReadOnlyMemory<byte> file, TensorFlowElementType type, ByteRange? content,
        List<ByteRange> numbers)
        : base(source, name, shape)
    {
        (_file, _type, _content, _numbers) = (file, type, content, numbers);
        if (IsFloating)
            CheckLength();
    }

    /// <summary>Whether the elements are floating-point numbers.</summary>
    public bool IsFloating => Enum.IsDefined(_type);

    /// <summary>Reads a tensor's message.</summary>
    /// <param name="reader">Before the message's first field.</param>
    /// <param name="file">The whole file; kept, not copied.</param>
    /// <param name="source">What errors call it.</param>
    /// <param name="name">The tensor's name.</param>
    public static TensorFlowTensor Read(ProtobufReader reader, ReadOnlyMemory<byte> file, string source, string name)
    {
        var shape = new List<long>(4);
        var numbers = new List<ByteRange>(1);
        TensorFlowElementType type = 0;
        ByteRange? content = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case TensorFlowFields.Tensor.ElementType:
                    type = (TensorFlowElementType)reader.ReadInteger();
                    break;
                case TensorFlowFields.Tensor.Shape:
                    ReadShape(reader.ReadMessage(), shape, name);
                    break;
                case TensorFlowFields.Tensor.Content:
                    content = reader.ReadRange();
                    break;
                case TensorFlowFields.Tensor.Singles or TensorFlowFields.Tensor.Doubles or TensorFlowFields.Tensor.Halves:
                    numbers.Add(reader.ReadNumbers());
                    break;
            }
        }
        return new TensorFlowTensor(source, name, shape, file, type, content is { Length: > 0 } ? content : null, numbers);
    }

    private FloatType Float => _type switch
    {
        TensorFlowElementType.Half => FloatType.F16,
        TensorFlowElementType.BFloat16 => FloatType.BF16,
        TensorFlowElementType.Double => FloatType.F64,
        _ => FloatType.F32,
    };

    /// <inheritdoc/>
    public override float[] ReadSingles()
    {
        if (!IsFloating)
        {
            throw new ModelFormatException(
                $"{Source}: tensor '{Name}' holds elements of type {(int)_type} where floating-point numbers are needed.");
        }
        var values = new float[Count];
        if (_content is { } content)
        {
            FloatReader.Read(_file.Span.Slice(content.Offset, content.Length), Float, bigEndian: false, values);
            return values;
        }
        int count = FloatReader.SizeOf(Float) == sizeof(ushort) ? ReadHalves(values) : ReadNumbers(values);
        values.AsSpan(count).Fill(count > 0 ? values[count - 1] : 0);
        return values;
    }

    // Memory for the elements is taken later, on the strength of this.
    private void CheckLength()
    {
        long size = FloatReader.SizeOf(Float);
        if (_content is { } content && content.Length != Count * size)
        {
            throw new ModelFormatException(
                $"{Source} is damaged at byte {content.Offset}: {this} has {content.Length} bytes where {Count * size} are "
                + "needed.");
        }
        long held = _numbers.Sum(range => (long)range.Length);
        if (_content is null && Count > MaxFilled && held < Count)
        {
            throw new ModelFormatException(
                $"{Source}: {this} has only {held} bytes, and is too large to be filled up with the last value.");
        }
    }

    private int ReadNumbers(Span<float> values)
    {
        int size = FloatReader.SizeOf(Float), at = 0;
        foreach (ByteRange range in _numbers)
        {
            int count = range.Length / size;
            if (range.Length % size != 0 || count > values.Length - at)
                throw TooMany(range);
            FloatReader.Read(_file.Span.Slice(range.Offset, range.Length), Float, bigEndian: false, values.Slice(at, count));
            at += count;
        }
        return at;
    }

    private int ReadHalves(Span<float> values)
    {
        int at = 0;
        foreach (ByteRange range in _numbers)
        {
            var reader = new ProtobufReader(_file.Span, Source, range);
            while (reader.ReadPacked(out long bits))
            {
                if (at == values.Length)
                    throw TooMany(range);
                values[at++] = Float == FloatType.F16
                    ? (float)BitConverter.UInt16BitsToHalf((ushort)bits)
                    : BitConverter.UInt32BitsToSingle((uint)(ushort)bits << 16);
            }
        }
        return at;
    }

    private ModelFormatException TooMany(ByteRange range) =>
        new($"{Source} is damaged at byte {range.Offset}: there are more values, or others, than {this} has.");

    private static void ReadShape(ProtobufReader reader, List<long> shape, string name)
    {
        while (reader.Next())
        {
            if (reader.Field == TensorFlowFields.Shape.RankIsUnknown && reader.ReadInteger() != 0)
                throw reader.Damaged(reader.Offset, $"tensor '{name}' has no shape");
            if (reader.Field != TensorFlowFields.Shape.Dimensions)
                continue;
            if (shape.Count == MaxDimensions)
                throw reader.Damaged(reader.Offset, $"tensor '{name}' has more than {MaxDimensions} dimensions");
            ProtobufReader dimension = reader.ReadMessage();
            long size = 0;
            while (dimension.Next())
            {
                if (dimension.Field == TensorFlowFields.Dimension.Size)
                    size = dimension.ReadInteger();
            }
            shape.Add(size);
        }
    }
}
