using MLResNet.Classification.Tests.Backbones.Importing;
using MLResNet.Formats;
using MLResNet.Formats.Protobuf;
using MLResNet.Formats.TensorFlow;

namespace MLResNet.Classification.Tests.Formats;

public sealed class TensorFlowFileTests
{
    [Fact]
    public void A_value_fills_what_is_left_of_a_tensor_but_not_of_a_huge_one()
    {
        Assert.Equal([1, 2, 2, 2], Read([2, 2], 1, 2));
        Assert.Equal([0, 0, 0], Read([3]));
        Assert.Contains("too large", Error([1 << 14, 1 << 14], 1), StringComparison.Ordinal);
        Assert.Contains("more values", Error([1], 1, 2), StringComparison.Ordinal);

        static string Error(long[] shape, params float[] values) =>
            Assert.Throws<ModelFormatException>(() => Read(shape, values)).Message;

        static float[] Read(long[] shape, params float[] values)
        {
            using WeightFile file = WeightFile.Parse(Graph(Constant(shape, tensor =>
            {
                foreach (float value in values)
                    tensor.WriteSingle(TensorFlowFields.Tensor.Singles, value);
            })), "a.bin");
            return Assert.Single(file.Tensors).ReadSingles();
        }
    }

    [Fact]
    public void A_graph_whose_weights_lie_elsewhere_is_refused_with_the_way_out()
    {
        var node = new ProtobufWriter();
        node.WriteString(TensorFlowFields.Node.Name, "conv1/weights");
        node.WriteString(TensorFlowFields.Node.Operator, "VariableV2");
        byte[] graph = Graph(node);
        var saved = new ProtobufWriter();
        saved.WriteInteger(TensorFlowFields.SavedModel.Version, 1);
        var meta = new ProtobufWriter();
        meta.WriteBytes(TensorFlowFields.MetaGraph.Graph, graph);
        saved.WriteMessage(TensorFlowFields.SavedModel.MetaGraphs, meta);

        foreach (byte[] file in (byte[][])[graph, ToArray(meta), ToArray(saved)])
        {
            string message = Assert.Throws<ModelFormatException>(() => WeightFile.Parse(file, "a.bin")).Message;
            Assert.Contains("freeze the graph", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_graph_is_refused_or_read_and_nothing_else() => HostileFiles.Try(
        File.ReadAllBytes(ImportOracle.PathOf("slim-tiny.meta")),
        damaged => HostileFiles.ReadAll(TensorFlowFile.Parse(damaged, "a.bin")));

    private static ProtobufWriter Constant(long[] shape, Action<ProtobufWriter> writeValues)
    {
        var axes = new ProtobufWriter();
        foreach (long side in shape)
        {
            var axis = new ProtobufWriter();
            axis.WriteInteger(TensorFlowFields.Dimension.Size, side);
            axes.WriteMessage(TensorFlowFields.Shape.Dimensions, axis);
        }
        var tensor = new ProtobufWriter();
        tensor.WriteInteger(TensorFlowFields.Tensor.ElementType, (int)TensorFlowElementType.Single);
        tensor.WriteMessage(TensorFlowFields.Tensor.Shape, axes);
        writeValues(tensor);
        var attribute = new ProtobufWriter();
        attribute.WriteMessage(TensorFlowFields.Attribute.Tensor, tensor);
        var entry = new ProtobufWriter();
        entry.WriteString(TensorFlowFields.Entry.Key, "value");
        entry.WriteMessage(TensorFlowFields.Entry.Value, attribute);
        var node = new ProtobufWriter();
        node.WriteString(TensorFlowFields.Node.Name, "a");
        node.WriteString(TensorFlowFields.Node.Operator, "Const");
        node.WriteMessage(TensorFlowFields.Node.Attributes, entry);
        return node;
    }

    private static byte[] Graph(ProtobufWriter node)
    {
        var graph = new ProtobufWriter();
        graph.WriteMessage(TensorFlowFields.Graph.Nodes, node);
        return ToArray(graph);
    }

    private static byte[] ToArray(ProtobufWriter writer)
    {
        using var stream = new MemoryStream();
        writer.CopyTo(stream);
        return stream.ToArray();
    }
}
