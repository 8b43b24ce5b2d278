using MLResNet.Formats.Protobuf;

namespace MLResNet.Formats.Onnx;

/// <summary>One operation of an ONNX graph.</summary>
/// <param name="Name">Its name, for people; may be empty.</param>
/// <param name="Operator">What it does: <c>Conv</c>.</param>
/// <param name="Inputs">Names of the tensors it reads, some empty where they are left out.</param>
/// <param name="Outputs">Names of the tensors it writes.</param>
/// <param name="Attributes">Its constants.</param>
internal sealed record OnnxNode(
    string Name, string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs,
    IReadOnlyList<OnnxAttribute> Attributes)
{
    private const int MaxValues = 1024;
    private const int MaxAttributes = 64;

    /// <summary>An integer attribute, or what it is without.</summary>
    public long Integer(string name, long otherwise) => Find(name)?.Integer ?? otherwise;

    /// <summary>An attribute that is a list of integers, or null.</summary>
    public IReadOnlyList<long>? Integers(string name) => Find(name)?.Integers;

    /// <summary>A number, or what it is without.</summary>
    public float Single(string name, float otherwise) => Find(name)?.Single ?? otherwise;

    /// <summary>A text, or what it is without.</summary>
    public string Text(string name, string otherwise) => Find(name)?.Text ?? otherwise;

    /// <summary>A tensor, or null.</summary>
    public OnnxTensor? Tensor(string name) => Find(name)?.Tensor;

    /// <summary>Operator and name.</summary>
    public override string ToString() => $"{Operator} '{(Name.Length > 0 ? Name : Outputs.FirstOrDefault(""))}'";

    /// <summary>Reads a node's message.</summary>
    /// <param name="reader">Before the message's first field.</param>
    /// <param name="file">The whole file, for tensors to keep.</param>
    /// <param name="source">What errors call it.</param>
    public static OnnxNode Read(ProtobufReader reader, ReadOnlyMemory<byte> file, string source)
    {
        string name = "", type = "";
        var inputs = new List<string>(4);
        var outputs = new List<string>(1);
        var attributes = new List<OnnxAttribute>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case OnnxFields.Node.Inputs when inputs.Count < MaxValues:
                    inputs.Add(reader.ReadString());
                    break;
                case OnnxFields.Node.Outputs when outputs.Count < MaxValues:
                    outputs.Add(reader.ReadString());
                    break;
                case OnnxFields.Node.Name:
                    name = reader.ReadString();
                    break;
                case OnnxFields.Node.Operator:
                    type = reader.ReadString();
                    break;
                case OnnxFields.Node.Attributes when attributes.Count < MaxAttributes:
                    attributes.Add(OnnxAttribute.Read(reader.ReadMessage(), file, source, outputs.FirstOrDefault("")));
                    break;
                case OnnxFields.Node.Inputs or OnnxFields.Node.Outputs or OnnxFields.Node.Attributes:
                    throw reader.Damaged(reader.Offset, $"node '{name}' has too many inputs, outputs or attributes");
            }
        }
        return new OnnxNode(name, type, inputs, outputs, attributes);
    }

    private OnnxAttribute? Find(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name);
}
