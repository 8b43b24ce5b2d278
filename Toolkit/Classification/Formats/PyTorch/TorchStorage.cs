namespace MLResNet.Formats.PyTorch;

/// <summary>A run of elements that tensors are views of.</summary>
/// <param name="key">Its name in the file.</param>
/// <param name="type">PyTorch's name of the element type: <c>Float</c>.</param>
/// <param name="count">Elements.</param>
internal sealed class TorchStorage(string key, string type, long count)
{
    public string Key { get; } = key;

    public string Type { get; } = type;

    public long Count { get; } = count;

    /// <summary>Its bytes: empty until they are found in the file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; set; }

    /// <summary>Whether the most significant byte of each element comes first.</summary>
    public bool IsBigEndian { get; set; }

    /// <summary>What the elements are, or null for whole numbers.</summary>
    public FloatType? FloatType => Type switch
    {
        "Half" => Formats.FloatType.F16,
        "BFloat16" => Formats.FloatType.BF16,
        "Float" => Formats.FloatType.F32,
        "Double" => Formats.FloatType.F64,
        _ => null,
    };

    /// <summary>Bytes of an element.</summary>
    public int ElementSize => Type switch
    {
        "Char" or "Byte" or "Bool" => 1,
        "Half" or "BFloat16" or "Short" => 2,
        "Float" or "Int" => 4,
        _ => 8,
    };

    /// <summary>Whether there is an element type of this name.</summary>
    public static bool Knows(string type) =>
        type is "Float" or "Half" or "BFloat16" or "Double" or "Long" or "Int" or "Short" or "Char" or "Byte" or "Bool";
}
