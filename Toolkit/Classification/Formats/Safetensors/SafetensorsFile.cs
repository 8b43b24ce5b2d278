using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MLResNet.Formats.Safetensors;

/// <summary>
/// A safetensors file in memory: eight bytes of header length, a JSON header, then the tensors' bytes without holes.
/// Everything the header claims is checked before a tensor can be read. Format: https://github.com/huggingface/safetensors.
/// </summary>
internal sealed class SafetensorsFile
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string _source;
    private readonly Dictionary<string, SafetensorsTensor> _byName;

    private SafetensorsFile(
        ReadOnlyMemory<byte> bytes,
        string source,
        IReadOnlyList<SafetensorsTensor> tensors,
        IReadOnlyDictionary<string, string> metadata)
    {
        _bytes = bytes;
        _source = source;
        _byName = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>The free text pairs of the header's "__metadata__".</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Checks a file's header and offers its tensors.</summary>
    /// <param name="bytes">The whole file; kept, not copied.</param>
    /// <param name="source">What errors call the file.</param>
    /// <exception cref="ModelFormatException">The file is damaged or not safetensors.</exception>
    public static SafetensorsFile Parse(ReadOnlyMemory<byte> bytes, string source)
    {
        var header = SafetensorsHeader.Read(bytes.Span, source);
        return new SafetensorsFile(bytes, source, header.Tensors, header.Metadata);
    }

    /// <summary>The tensor of a name, or null.</summary>
    public SafetensorsTensor? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>A tensor's values, widened or narrowed to single precision.</summary>
    /// <exception cref="ModelFormatException">The elements are not floating-point numbers, or too many for an array.</exception>
    public float[] ReadSingles(SafetensorsTensor tensor)
    {
        long count = tensor.Length / SafetensorsHeader.SizeOf(tensor.Type);
        if (count > Array.MaxLength)
            throw new ModelFormatException($"{_source}: tensor '{tensor.Name}' has {count} elements, more than an array can hold.");
        ReadOnlySpan<byte> data = _bytes.Span.Slice((int)tensor.Offset, (int)tensor.Length);
        var values = new float[count];
        switch (tensor.Type)
        {
            case SafetensorsType.F32:
                data.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
                if (!BitConverter.IsLittleEndian)
                {
                    Span<int> bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
                    BinaryPrimitives.ReverseEndianness(bits, bits);
                }
                break;
            case SafetensorsType.F16:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(data[(2 * i)..]);
                break;
            case SafetensorsType.BF16: // the upper half of a single
                for (int i = 0; i < values.Length; i++)
                {
                    uint upper = BinaryPrimitives.ReadUInt16LittleEndian(data[(2 * i)..]);
                    values[i] = BitConverter.UInt32BitsToSingle(upper << 16);
                }
                break;
            case SafetensorsType.F64:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(data[(8 * i)..]);
                break;
            default:
                throw new ModelFormatException(
                    $"{_source}: tensor '{tensor.Name}' at byte {tensor.Offset} holds {tensor.Type} elements "
                    + "where floating-point numbers (F32, F16, BF16, F64) are needed.");
        }
        return values;
    }
}
