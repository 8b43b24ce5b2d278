namespace MLResNet.Formats.Protobuf;

/// <summary>How a field's value is spelled; the numbers are those of the format.</summary>
internal enum WireType
{
    /// <summary>An integer in groups of seven bits, the lowest first; every byte but the last has its top bit set.</summary>
    Varint = 0,

    /// <summary>Eight bytes, little-endian.</summary>
    Fixed64 = 1,

    /// <summary>A length as a varint, then as many bytes: text, bytes, a message, or packed numbers.</summary>
    Bytes = 2,

    /// <summary>Four bytes, little-endian.</summary>
    Fixed32 = 5,
}
