namespace MLResNet.Formats.Safetensors;

/// <summary>One tensor of a safetensors file: what the header says of it, and its bytes.</summary>
internal sealed class SafetensorsTensor : WeightTensor
{
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>Takes what the header says, which is checked: <paramref name="bytes"/> is as long as type and shape want it.</summary>
    /// <exception cref="ModelFormatException">There are more elements than an array can hold.</exception>
    public SafetensorsTensor(
        string source, string name, SafetensorsType type, IReadOnlyList<long> shape, long offset, ReadOnlyMemory<byte> bytes)
        : base(source, name, shape)
    {
        Type = type;
        Offset = offset;
        _bytes = bytes;
    }

    /// <summary>Element type.</summary>
    public SafetensorsType Type { get; }

    /// <summary>First byte, counted from the start of the file.</summary>
    public long Offset { get; }

    /// <summary>Bytes.</summary>
    public int Length => _bytes.Length;

    /// <inheritdoc/>
    public override float[] ReadSingles()
    {
        FloatType type = Type switch
        {
            SafetensorsType.F16 => FloatType.F16,
            SafetensorsType.BF16 => FloatType.BF16,
            SafetensorsType.F32 => FloatType.F32,
            SafetensorsType.F64 => FloatType.F64,
            _ => throw new ModelFormatException(
                $"{Source}: tensor '{Name}' at byte {Offset} holds {Type} elements "
                + "where floating-point numbers (F32, F16, BF16, F64) are needed."),
        };
        var values = new float[Count];
        FloatReader.Read(_bytes.Span, type, bigEndian: false, values);
        return values;
    }
}
