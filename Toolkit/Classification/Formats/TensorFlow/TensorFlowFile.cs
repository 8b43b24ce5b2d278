using MLResNet.Formats.Protobuf;

namespace MLResNet.Formats.TensorFlow;

/// <summary>
/// A frozen TensorFlow graph, whose weights are constants: a GraphDef (<c>.pb</c>), or one within a MetaGraphDef (<c>.meta</c>),
/// as ML.NET downloads them. Only the constants are read.
/// </summary>
internal sealed class TensorFlowFile : WeightFile
{
    /// <summary>Far more than the largest network has; a file of nothing but empty messages takes little memory.</summary>
    private const int MaxTensors = 100_000;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly List<WeightTensor> _tensors = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private TensorFlowFile(ReadOnlyMemory<byte> file, string source) : base(source) => _file = file;

    /// <inheritdoc/>
    public override WeightFormat Format => WeightFormat.TensorFlow;

    /// <summary>The constants that are floating-point numbers, each under the name of its node.</summary>
    public override IReadOnlyList<WeightTensor> Tensors => _tensors;

    /// <summary>
    /// Whether a file is a graph, a meta graph or a saved model: its first message, or the one after, holds a node with a name
    /// and an operator.
    /// </summary>
    public static bool IsTensorFlow(ReadOnlySpan<byte> file)
    {
        try
        {
            return KindOf(new ProtobufReader(file, "")) is not null;
        }
        catch (ModelFormatException)
        {
            return false;
        }
    }

    /// <summary>Reads a graph.</summary>
    /// <param name="file">The whole file; kept, not copied.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="ModelFormatException">The file is damaged, no TensorFlow graph, or keeps its weights
    /// elsewhere.</exception>
    public static new TensorFlowFile Parse(ReadOnlyMemory<byte> file, string source)
    {
        var graph = new TensorFlowFile(file, source);
        var reader = new ProtobufReader(file.Span, source);
        Kind? kind = KindOf(reader);
        if (kind is null)
            throw reader.Damaged(0, "it does not begin as a TensorFlow graph does");
        if (kind == Kind.Graph)
            graph.ReadGraph(reader);
        while (kind == Kind.MetaGraph && reader.Next())
        {
            if (reader.Field == TensorFlowFields.MetaGraph.Graph)
                graph.ReadGraph(reader.ReadMessage());
        }
        if (graph.Tensors.Count == 0)
        {
            throw new ModelFormatException(
                $"{source} holds a graph without its weights, which lie beside it in a checkpoint: freeze the graph, so that "
                + "they become constants.");
        }
        return graph;
    }

    private void ReadGraph(ProtobufReader reader)
    {
        while (reader.Next())
        {
            if (reader.Field == TensorFlowFields.Graph.Nodes)
                ReadNode(reader.ReadMessage(), reader.Offset);
        }
    }

    private void ReadNode(ProtobufReader node, int offset)
    {
        string name = "", type = "";
        while (node.Next())
        {
            switch (node.Field)
            {
                case TensorFlowFields.Node.Name:
                    name = node.ReadString();
                    break;
                case TensorFlowFields.Node.Operator:
                    type = node.ReadString();
                    break;
                case TensorFlowFields.Node.Attributes when type == "Const":
                    if (ReadAttribute(node.ReadMessage(), name) is { IsFloating: true } tensor)
                        Add(node, offset, tensor);
                    break;
            }
        }
    }

    private void Add(in ProtobufReader reader, int offset, TensorFlowTensor tensor)
    {
        if (_tensors.Count == MaxTensors)
            throw reader.Damaged(offset, $"it has more than {MaxTensors} constants");
        if (!_names.Add(tensor.Name))
            throw reader.Damaged(offset, $"node '{tensor.Name}' stands twice");
        _tensors.Add(tensor);
    }

    /// <summary>Reads a named attribute; null unless it is the node's value.</summary>
    private TensorFlowTensor? ReadAttribute(ProtobufReader entry, string name)
    {
        string key = "";
        TensorFlowTensor? tensor = null;
        while (entry.Next())
        {
            if (entry.Field == TensorFlowFields.Entry.Key)
                key = entry.ReadString();
            if (entry.Field != TensorFlowFields.Entry.Value || key != "value")
                continue;
            ProtobufReader value = entry.ReadMessage();
            while (value.Next())
            {
                if (value.Field == TensorFlowFields.Attribute.Tensor)
                    tensor = TensorFlowTensor.Read(value.ReadMessage(), _file, Source, name);
            }
        }
        return tensor;
    }

    /// <summary>What a file begins as; null if nothing of these.</summary>
    private static Kind? KindOf(ProtobufReader reader)
    {
        while (reader.Next())
        {
            if (reader is { Field: TensorFlowFields.SavedModel.Version, Type: WireType.Varint })
            {
                bool follows = reader.Next() && reader is { Field: TensorFlowFields.SavedModel.MetaGraphs, Type: WireType.Bytes };
                return follows && KindOf(reader.ReadMessage()) == Kind.MetaGraph ? Kind.SavedModel : null;
            }
            if (reader.Type != WireType.Bytes)
                return null;
            if (reader.Field == TensorFlowFields.MetaGraph.Graph)
                return KindOf(reader.ReadMessage()) == Kind.Graph ? Kind.MetaGraph : null;
            if (reader.Field != TensorFlowFields.Graph.Nodes)
                return null;
            if (IsNode(reader.ReadMessage()))
                return Kind.Graph;
        }
        return null;
    }

    private static bool IsNode(ProtobufReader node)
    {
        try
        {
            bool isNamed = node.Next() && node.Field == TensorFlowFields.Node.Name && node.ReadRange().Length > 0;
            return isNamed && node.Next() && node.Field == TensorFlowFields.Node.Operator && IsOperator(node.ReadString());
        }
        catch (ModelFormatException)
        {
            return false; // a message of another kind, whose bytes are no text
        }
    }

    private static bool IsOperator(string text) =>
        text is [>= 'A' and <= 'Z' or '_', ..] && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '>' or '.');

    private enum Kind
    {
        Graph,
        MetaGraph,
        SavedModel,
    }
}
