using MLResNet.Formats.Protobuf;

namespace MLResNet.Formats.Onnx;

/// <summary>A named constant of a node; what it holds, its operator tells.</summary>
/// <param name="Name">Its name, such as <c>strides</c>.</param>
internal sealed record OnnxAttribute(string Name)
{
    private const int MaxIntegers = 1024;

    /// <summary>An integer, if it is one.</summary>
    public long? Integer { get; init; }

    /// <summary>A number, if it is one.</summary>
    public float? Single { get; init; }

    /// <summary>A text, if it is one.</summary>
    public string? Text { get; init; }

    /// <summary>Integers, if it is a list of them.</summary>
    public IReadOnlyList<long>? Integers { get; init; }

    /// <summary>A tensor, if it is one.</summary>
    public OnnxTensor? Tensor { get; init; }

    /// <summary>Reads an attribute's message; attributes of other kinds come without a value.</summary>
    /// <param name="reader">Before the message's first field.</param>
    /// <param name="file">The whole file, for tensors to keep.</param>
    /// <param name="source">What errors call it.</param>
    /// <param name="tensor">The name of a tensor, if the attribute is one.</param>
    public static OnnxAttribute Read(ProtobufReader reader, ReadOnlyMemory<byte> file, string source, string tensor)
    {
        var attribute = new OnnxAttribute("");
        var integers = new List<long>(4);
        while (reader.Next())
        {
            attribute = reader.Field switch
            {
                OnnxFields.Attribute.Name => attribute with { Name = reader.ReadString() },
                OnnxFields.Attribute.Single => attribute with { Single = reader.ReadSingle() },
                OnnxFields.Attribute.Integer => attribute with { Integer = reader.ReadInteger() },
                OnnxFields.Attribute.Text => attribute with { Text = reader.ReadString() },
                OnnxFields.Attribute.Tensor =>
                    attribute with { Tensor = OnnxTensor.Read(reader.ReadMessage(), file, source, tensor) },
                _ => attribute,
            };
            if (reader.Field == OnnxFields.Attribute.Integers)
                reader.ReadIntegers(integers, MaxIntegers);
        }
        return integers.Count > 0 ? attribute with { Integers = integers } : attribute;
    }
}
