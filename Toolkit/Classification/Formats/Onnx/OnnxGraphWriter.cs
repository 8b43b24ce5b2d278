using System.Buffers.Binary;
using MLResNet.Formats.Protobuf;

namespace MLResNet.Formats.Onnx;

/// <summary>
/// Builds an ONNX model of single-precision tensors, node by node, and writes it. Opset 13 and IR version 7, which ONNX Runtime
/// 1.8 and whatever came after it reads.
/// </summary>
/// <param name="name">The graph's name.</param>
/// <param name="documentation">What the graph does, for people.</param>
internal sealed class OnnxGraphWriter(string name, string documentation)
{
    private const int IrVersion = 7;
    private const int OperatorSetVersion = 13;

    // The numbers of AttributeProto.AttributeType.
    private const int SingleAttribute = 1;
    private const int IntegerAttribute = 2;
    private const int IntegersAttribute = 7;

    private readonly ProtobufWriter _nodes = new();
    private readonly ProtobufWriter _tensors = new();
    private readonly ProtobufWriter _inputs = new();
    private readonly ProtobufWriter _outputs = new();
    private readonly ProtobufWriter _metadata = new();

    /// <summary>Adds a tensor; its values are kept, not copied.</summary>
    public void AddTensor(string tensor, IReadOnlyList<int> shape, ReadOnlyMemory<float> values)
    {
        ProtobufWriter message = Tensor(tensor, shape, OnnxElementType.Single);
        message.WriteSingles(OnnxFields.Tensor.Raw, values);
        _tensors.WriteMessage(OnnxFields.Graph.Initializers, message);
    }

    /// <summary>Adds a list of integers.</summary>
    public void AddTensor(string tensor, ReadOnlySpan<long> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        ProtobufWriter message = Tensor(tensor, [values.Length], OnnxElementType.Int64);
        message.WriteBytes(OnnxFields.Tensor.Raw, bytes);
        _tensors.WriteMessage(OnnxFields.Graph.Initializers, message);
    }

    /// <summary>Adds a node of one output, which bears the node's name.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="node">The node's name, unlike that of any tensor.</param>
    /// <param name="inputs">Names of tensors and nodes that are there.</param>
    /// <param name="attributes">Integers, lists of integers and numbers.</param>
    /// <returns>The node's name.</returns>
    public string AddNode(string type, string node, IEnumerable<string> inputs, params IEnumerable<OnnxAttribute> attributes)
    {
        var message = new ProtobufWriter();
        foreach (string input in inputs)
            message.WriteString(OnnxFields.Node.Inputs, input);
        message.WriteString(OnnxFields.Node.Outputs, node);
        message.WriteString(OnnxFields.Node.Name, node);
        message.WriteString(OnnxFields.Node.Operator, type);
        foreach (OnnxAttribute attribute in attributes)
            message.WriteMessage(OnnxFields.Node.Attributes, Attribute(attribute));
        _nodes.WriteMessage(OnnxFields.Graph.Nodes, message);
        return node;
    }

    /// <summary>Adds an input of the graph.</summary>
    /// <param name="input">Its name.</param>
    /// <param name="sizes">Its axes after the first, which is the batch and of any size.</param>
    /// <param name="description">What it takes, for people.</param>
    public void AddInput(string input, IEnumerable<int> sizes, string description) =>
        _inputs.WriteMessage(OnnxFields.Graph.Inputs, Value(input, sizes, description));

    /// <summary>Makes a node's output one of the graph.</summary>
    /// <param name="output">Name of the node.</param>
    /// <param name="sizes">Its axes after the first, which is the batch.</param>
    /// <param name="description">What it gives, for people.</param>
    public void AddOutput(string output, IEnumerable<int> sizes, string description) =>
        _outputs.WriteMessage(OnnxFields.Graph.Outputs, Value(output, sizes, description));

    /// <summary>Adds a pair of texts about the model.</summary>
    public void AddMetadata((string Key, string Text) entry)
    {
        var message = new ProtobufWriter();
        message.WriteString(OnnxFields.Entry.Key, entry.Key);
        message.WriteString(OnnxFields.Entry.Value, entry.Text);
        _metadata.WriteMessage(OnnxFields.Model.Metadata, message);
    }

    /// <summary>The model, ready to be written.</summary>
    public ProtobufWriter ToModel()
    {
        var graph = new ProtobufWriter();
        graph.Append(_nodes);
        graph.WriteString(OnnxFields.Graph.Name, name);
        graph.Append(_tensors);
        graph.WriteString(OnnxFields.Graph.Documentation, documentation);
        graph.Append(_inputs);
        graph.Append(_outputs);

        var operatorSet = new ProtobufWriter();
        operatorSet.WriteInteger(OnnxFields.OperatorSet.Version, OperatorSetVersion);

        var model = new ProtobufWriter();
        model.WriteInteger(OnnxFields.Model.IrVersion, IrVersion);
        model.WriteString(OnnxFields.Model.ProducerName, ToolVersion.Name);
        model.WriteString(OnnxFields.Model.ProducerVersion, ToolVersion.Number);
        model.WriteMessage(OnnxFields.Model.Graph, graph);
        model.WriteMessage(OnnxFields.Model.OperatorSets, operatorSet);
        model.Append(_metadata);
        return model;
    }

    private static ProtobufWriter Tensor(string tensor, IReadOnlyList<int> shape, OnnxElementType type)
    {
        var message = new ProtobufWriter();
        foreach (int size in shape)
            message.WriteInteger(OnnxFields.Tensor.Dimensions, size);
        message.WriteInteger(OnnxFields.Tensor.ElementType, (int)type);
        message.WriteString(OnnxFields.Tensor.Name, tensor);
        return message;
    }

    private static ProtobufWriter Attribute(OnnxAttribute attribute)
    {
        var message = new ProtobufWriter();
        message.WriteString(OnnxFields.Attribute.Name, attribute.Name);
        if (attribute.Integer is { } integer)
        {
            message.WriteInteger(OnnxFields.Attribute.Integer, integer);
            message.WriteInteger(OnnxFields.Attribute.Type, IntegerAttribute);
        }
        else if (attribute.Single is { } single)
        {
            message.WriteSingle(OnnxFields.Attribute.Single, single);
            message.WriteInteger(OnnxFields.Attribute.Type, SingleAttribute);
        }
        else
        {
            foreach (long value in attribute.Integers!)
                message.WriteInteger(OnnxFields.Attribute.Integers, value);
            message.WriteInteger(OnnxFields.Attribute.Type, IntegersAttribute);
        }
        return message;
    }

    private static ProtobufWriter Value(string value, IEnumerable<int> sizes, string description)
    {
        var batch = new ProtobufWriter();
        batch.WriteString(OnnxFields.Dimension.Parameter, "batch");
        var axes = new ProtobufWriter();
        axes.WriteMessage(OnnxFields.Shape.Dimensions, batch);
        foreach (int size in sizes)
        {
            var axis = new ProtobufWriter();
            axis.WriteInteger(OnnxFields.Dimension.Value, size);
            axes.WriteMessage(OnnxFields.Shape.Dimensions, axis);
        }
        var tensor = new ProtobufWriter();
        tensor.WriteInteger(OnnxFields.TensorType.Element, (int)OnnxElementType.Single);
        tensor.WriteMessage(OnnxFields.TensorType.Shape, axes);
        var type = new ProtobufWriter();
        type.WriteMessage(OnnxFields.Type.Tensor, tensor);
        var message = new ProtobufWriter();
        message.WriteString(OnnxFields.Value.Name, value);
        message.WriteMessage(OnnxFields.Value.Type, type);
        message.WriteString(OnnxFields.Value.Documentation, description);
        return message;
    }
}
