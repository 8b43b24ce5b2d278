namespace MLResNet.Formats.Safetensors;

/// <summary>
/// A safetensors file: eight bytes of header length, a JSON header, then the tensors' bytes without holes.
/// Everything the header claims is checked before a tensor can be read. Format: https://github.com/huggingface/safetensors.
/// </summary>
internal sealed class SafetensorsFile : WeightFile
{
    private readonly Dictionary<string, SafetensorsTensor> _byName;

    private SafetensorsFile(
        string source, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
        : base(source)
    {
        _byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <inheritdoc/>
    public override WeightFormat Format => WeightFormat.Safetensors;

    /// <summary>The tensors in the order of their bytes.</summary>
    public override IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>The free text pairs of the header's "__metadata__".</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Checks a file's header and offers its tensors.</summary>
    /// <param name="bytes">The whole file; kept, not copied.</param>
    /// <param name="source">What errors call the file.</param>
    /// <exception cref="ModelFormatException">The file is damaged or not safetensors.</exception>
    public static new SafetensorsFile Parse(ReadOnlyMemory<byte> bytes, string source) => Parse(ByteSource.Of(bytes), source);

    /// <summary>Checks a file's header and offers its tensors, whose bytes stay where they are.</summary>
    /// <param name="file">The whole file, to be open as long as tensors are read.</param>
    /// <param name="source">What errors call the file.</param>
    /// <exception cref="ModelFormatException">The file is damaged or not safetensors.</exception>
    public static SafetensorsFile Parse(ByteSource file, string source)
    {
        var header = SafetensorsHeader.Read(file, source);
        return new SafetensorsFile(source, header.Tensors, header.Metadata);
    }

    /// <summary>The tensor of a name, or null.</summary>
    public SafetensorsTensor? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The tensor of a name, of which the shape is known.</summary>
    /// <exception cref="ModelFormatException">There is none, or it has another shape.</exception>
    public SafetensorsTensor Get(string name, ReadOnlySpan<int> shape)
    {
        SafetensorsTensor tensor = Find(name) ?? throw new ModelFormatException($"{Source} lacks the tensor '{name}'.");
        if (tensor.Shape.AsSpan().SequenceEqual(shape))
            return tensor;
        throw new ModelFormatException(
            $"{Source}: tensor '{name}' has the shape [{string.Join(", ", tensor.Shape)}] where [{string.Join(", ", shape.ToArray())}] belongs.");
    }
}
