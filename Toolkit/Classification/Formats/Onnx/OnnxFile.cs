using MLResNet.Formats.Protobuf;

namespace MLResNet.Formats.Onnx;

/// <summary>
/// An ONNX model: its constant tensors and its graph. Format: https://onnx.ai/onnx/repo-docs/IR.html. Sub-graphs, functions,
/// sparse tensors and everything about training are passed over.
/// </summary>
internal sealed class OnnxFile : WeightFile
{
    // Far more than the largest network of the family has; a file of nothing but empty messages takes little memory.
    private const int MaxNodes = 100_000;
    private const int MaxTensors = 100_000;
    private const int MaxNames = 100_000;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<string> _inputs = [];
    private readonly List<string> _outputs = [];
    private readonly OrderedDictionary<string, OnnxTensor> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly List<WeightTensor> _tensors = [];

    private OnnxFile(ReadOnlyMemory<byte> file, string source) : base(source) => _file = file;

    /// <inheritdoc/>
    public override WeightFormat Format => WeightFormat.Onnx;

    /// <summary>The constants that are floating-point numbers, whether initializers or Constant nodes.</summary>
    public override IReadOnlyList<WeightTensor> Tensors => _tensors;

    /// <summary>The graph's operations in an order in which they can be done; Constant nodes are not among them.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    /// <summary>Names of what the caller gives.</summary>
    public IReadOnlyList<string> Inputs => _inputs;

    /// <summary>Names of what the caller gets.</summary>
    public IReadOnlyList<string> Outputs => _outputs;

    /// <summary>Texts about the model.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>The constant tensor of a name, of any type, or null.</summary>
    public OnnxTensor? Find(string name) => _constants.GetValueOrDefault(name);

    /// <summary>Whether a file is an ONNX model by its outermost fields: a version of the format, and a graph.</summary>
    public static bool IsOnnx(ReadOnlySpan<byte> file)
    {
        var reader = new ProtobufReader(file, "");
        bool hasVersion = false, hasGraph = false;
        try
        {
            while (!hasGraph && reader.Next())
            {
                hasVersion |= reader is { Field: OnnxFields.Model.IrVersion, Type: WireType.Varint };
                hasGraph = reader is { Field: OnnxFields.Model.Graph, Type: WireType.Bytes };
            }
        }
        catch (ModelFormatException)
        {
            return false;
        }
        return hasVersion && hasGraph;
    }

    /// <summary>Reads a model.</summary>
    /// <param name="file">The whole file; kept, not copied.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or not ONNX.</exception>
    public static new OnnxFile Parse(ReadOnlyMemory<byte> file, string source)
    {
        var model = new OnnxFile(file, source);
        var reader = new ProtobufReader(file.Span, source);
        while (reader.Next())
        {
            if (reader.Field == OnnxFields.Model.Graph)
                model.ReadGraph(reader.ReadMessage());
            else if (reader.Field == OnnxFields.Model.Metadata)
                model.AddMetadata(reader.ReadMessage());
        }
        model._inputs.RemoveAll(model._constants.ContainsKey); // up to IR version 3, initializers are inputs too
        return model;
    }

    /// <summary>Reads a message that is a pair of texts.</summary>
    public static (string Key, string Value) ReadEntry(ProtobufReader reader)
    {
        string key = "", value = "";
        while (reader.Next())
        {
            if (reader.Field == OnnxFields.Entry.Key)
                key = reader.ReadString();
            else if (reader.Field == OnnxFields.Entry.Value)
                value = reader.ReadString();
        }
        return (key, value);
    }

    private void ReadGraph(ProtobufReader reader)
    {
        while (reader.Next())
        {
            int offset = reader.Offset;
            switch (reader.Field)
            {
                case OnnxFields.Graph.Nodes:
                    OnnxNode node = OnnxNode.Read(reader.ReadMessage(), _file, Source);
                    if (node is { Operator: "Constant", Outputs: [string name] } && node.Tensor("value") is { } constant)
                        AddConstant(reader, offset, name, constant);
                    else
                        Add(reader, offset, _nodes, node, MaxNodes);
                    break;
                case OnnxFields.Graph.Initializers:
                    OnnxTensor tensor = OnnxTensor.Read(reader.ReadMessage(), _file, Source);
                    AddConstant(reader, offset, tensor.Name, tensor);
                    break;
                case OnnxFields.Graph.Inputs:
                    Add(reader, offset, _inputs, ReadName(reader.ReadMessage()), MaxNames);
                    break;
                case OnnxFields.Graph.Outputs:
                    Add(reader, offset, _outputs, ReadName(reader.ReadMessage()), MaxNames);
                    break;
            }
        }
    }

    private void AddConstant(in ProtobufReader reader, int offset, string name, OnnxTensor tensor)
    {
        if (_constants.Count == MaxTensors)
            throw reader.Damaged(offset, $"it has more than {MaxTensors} tensors");
        if (!_constants.TryAdd(name, tensor))
            throw reader.Damaged(offset, $"tensor '{name}' stands twice");
        if (tensor.IsFloating)
            _tensors.Add(tensor);
    }

    private void AddMetadata(ProtobufReader reader)
    {
        (string key, string value) = ReadEntry(reader);
        if (_metadata.Count < MaxNames)
            _metadata[key] = value;
    }

    private static void Add<T>(in ProtobufReader reader, int offset, List<T> list, T item, int limit)
    {
        if (list.Count == limit)
            throw reader.Damaged(offset, $"it has more than {limit} nodes, inputs or outputs");
        list.Add(item);
    }

    private static string ReadName(ProtobufReader reader)
    {
        string name = "";
        while (reader.Next())
        {
            if (reader.Field == OnnxFields.Value.Name)
                name = reader.ReadString();
        }
        return name;
    }
}
