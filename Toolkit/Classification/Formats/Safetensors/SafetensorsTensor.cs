namespace MLResNet.Formats.Safetensors;

/// <summary>One tensor of a safetensors file: what the header says of it, and its bytes.</summary>
internal sealed class SafetensorsTensor : WeightTensor
{
    private readonly ByteSource _file;

    /// <summary>Takes what the header says, which is checked: <paramref name="length"/> is what type and shape want.</summary>
    /// <exception cref="ModelFormatException">There are more elements than an array can hold.</exception>
    public SafetensorsTensor(
        string source, string name, SafetensorsType type, IReadOnlyList<long> shape, long offset, long length, ByteSource file)
        : base(source, name, shape)
    {
        Type = type;
        Offset = offset;
        Length = length;
        _file = file;
    }

    /// <summary>Element type.</summary>
    public SafetensorsType Type { get; }

    /// <summary>First byte, counted from the start of the file.</summary>
    public long Offset { get; }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <inheritdoc/>
    public override float[] ReadSingles()
    {
        var values = new float[Count];
        ReadSingles(values);
        return values;
    }

    /// <summary>The values in row-major order, widened or narrowed to single precision.</summary>
    /// <param name="values">Room for <see cref="WeightTensor.Count"/> of them.</param>
    /// <exception cref="ModelFormatException">The elements are not floating-point numbers.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void ReadSingles(Span<float> values)
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
        FloatReader.Read(_file, Offset, type, values[..Count]);
    }
}
