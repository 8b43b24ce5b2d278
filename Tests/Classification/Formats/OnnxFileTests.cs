using System.Runtime.InteropServices;
using System.Text;
using MLResNet.Backbones.Importing;
using MLResNet.Classification.Tests.Backbones.Importing;
using MLResNet.Formats;
using MLResNet.Formats.Onnx;
using MLResNet.Formats.Protobuf;

namespace MLResNet.Classification.Tests.Formats;

public sealed class OnnxFileTests
{
    private static readonly float[] Values = [1.5f, -0.25f, 1024]; // exact in every type

    public static TheoryData<int, int, byte[]> Encodings => new()
    {
        { 1, OnnxFields.Tensor.Raw, Bytes(Values) },
        { 1, OnnxFields.Tensor.Singles, Bytes(Values) },
        { 11, OnnxFields.Tensor.Raw, Bytes<double>([1.5, -0.25, 1024]) },
        { 11, OnnxFields.Tensor.Doubles, Bytes<double>([1.5, -0.25, 1024]) },
        { 10, OnnxFields.Tensor.Raw, Bytes<Half>([(Half)1.5, (Half)(-0.25), (Half)1024]) },
        { 10, OnnxFields.Tensor.Integers, [0x80, 0x7C, 0x80, 0xE8, 0x02, 0x80, 0xC8, 0x01] }, // 3E00, B400, 6400 as varints
        { 16, OnnxFields.Tensor.Raw, [0xC0, 0x3F, 0x80, 0xBE, 0x80, 0x44] },
        { 16, OnnxFields.Tensor.Integers, [0xC0, 0x7F, 0x80, 0xFD, 0x02, 0x80, 0x89, 0x01] }, // 3FC0, BE80, 4480
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Numbers_of_every_type_are_read_from_every_field_that_holds_them(int type, int field, byte[] bytes)
    {
        using WeightFile file = WeightFile.Parse(Model(Tensor("a", [3], type, field, bytes)), "a.bin");

        Assert.Equal(WeightFormat.Onnx, file.Format);
        Assert.Equal(Values, Assert.Single(file.Tensors).ReadSingles());
    }

    [Fact]
    public void Numbers_may_come_one_by_one_and_in_constant_nodes_and_integers_are_no_weights()
    {
        ProtobufWriter one = Tensor("one", [2], 1, 99, []);
        one.WriteSingle(OnnxFields.Tensor.Singles, 3);
        one.WriteSingle(OnnxFields.Tensor.Singles, 4);
        var attribute = new ProtobufWriter();
        attribute.WriteString(OnnxFields.Attribute.Name, "value");
        attribute.WriteMessage(OnnxFields.Attribute.Tensor, Tensor("inner name", [3], 1, OnnxFields.Tensor.Raw, Bytes(Values)));
        var node = new ProtobufWriter();
        node.WriteString(OnnxFields.Node.Outputs, "constant");
        node.WriteString(OnnxFields.Node.Operator, "Constant");
        node.WriteMessage(OnnxFields.Node.Attributes, attribute);
        var graph = new ProtobufWriter();
        graph.WriteMessage(OnnxFields.Graph.Nodes, node);
        graph.WriteMessage(OnnxFields.Graph.Initializers, one);
        graph.WriteMessage(OnnxFields.Graph.Initializers, Tensor("shape", [1], 7, OnnxFields.Tensor.Raw, new byte[8]));
        using OnnxFile file = OnnxFile.Parse(Model(graph: graph), "a.bin");

        Assert.Equal(["constant", "one"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(Values, file.Tensors[0].ReadSingles());
        Assert.Equal([3, 4], file.Tensors[1].ReadSingles());
        string message = Assert.Throws<ModelFormatException>(file.Find("shape")!.ReadSingles).Message;
        Assert.Contains("type 7", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_in_other_files_are_refused_by_name()
    {
        var entry = new ProtobufWriter();
        entry.WriteString(OnnxFields.Entry.Key, "location");
        entry.WriteString(OnnxFields.Entry.Value, "weights.data");
        ProtobufWriter tensor = Tensor("a", [3], 1, 99, []);
        tensor.WriteMessage(OnnxFields.Tensor.ExternalData, entry);
        tensor.WriteInteger(OnnxFields.Tensor.DataLocation, 1);
        using OnnxFile file = OnnxFile.Parse(Model(tensor), "a.bin");

        string message = Assert.Throws<ModelFormatException>(file.Tensors[0].ReadSingles).Message;
        Assert.StartsWith("a.bin keeps tensor 'a' in weights.data: ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 4 }, "[4] has 12 bytes where 16 are needed")]
    [InlineData(new long[] { 1L << 40, 1L << 40 }, "more elements than an array can hold")]
    [InlineData(new long[] { -1 }, "more elements than an array can hold")]
    public void A_shape_that_lies_is_refused(long[] shape, string reason)
    {
        byte[] model = Model(Tensor("a", shape, 1, OnnxFields.Tensor.Raw, Bytes(Values)));
        string message = Assert.Throws<ModelFormatException>(() => OnnxFile.Parse(model, "a.bin")).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_tensors_of_one_name_are_refused()
    {
        var graph = new ProtobufWriter();
        for (int i = 0; i < 2; i++)
            graph.WriteMessage(OnnxFields.Graph.Initializers, Tensor("a", [3], 1, OnnxFields.Tensor.Raw, Bytes(Values)));
        string message = Assert.Throws<ModelFormatException>(() => OnnxFile.Parse(Model(graph: graph), "a.bin")).Message;
        Assert.Contains("'a' stands twice", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_model_is_refused_or_read_and_nothing_else()
    {
        byte[] file = File.ReadAllBytes(ImportOracle.PathOf("gluon-tiny.onnx"));
        HostileFiles.Try(file, damaged =>
        {
            OnnxFile model = OnnxFile.Parse(damaged, "a.bin");
            HostileFiles.ReadAll(model);
            OnnxNetwork network = OnnxNetwork.Of(model, "damaged");
            WeightImporter.Import(model, network.Spec, network.Names);
        });
    }

    [Theory]
    [InlineData("Sigmoid")]
    [InlineData("LeakyRelu")]
    [InlineData("Mul")]
    public void A_graph_with_another_operation_is_refused_by_the_node_s_name(string type)
    {
        // "Relu" becomes another operator, in the last of the graph's nodes of that kind: after the last batch norm.
        byte[] file = File.ReadAllBytes(ImportOracle.PathOf("gluon-tiny.onnx"));
        byte[] changed = Replace(file, [0x22, 0x04, .. "Relu"u8], [0x22, (byte)type.Length, .. Encoding.ASCII.GetBytes(type)]);
        using OnnxFile model = OnnxFile.Parse(changed, "a.bin");

        string message = Assert.Throws<ModelFormatException>(() => OnnxNetwork.Of(model, "other")).Message;
        Assert.StartsWith("a.bin is no residual network that MLResNet knows: ", message, StringComparison.Ordinal);
        Assert.Contains($"{type} 'resnetv20_relu", message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Replaces the last occurrence within a node, and corrects the lengths of the node and of the graph around it.
    /// </summary>
    private static byte[] Replace(byte[] file, byte[] old, byte[] replacement)
    {
        var reader = new ProtobufReader(file, "a.bin");
        var model = new ProtobufWriter();
        while (reader.Next())
        {
            if (reader.Field != OnnxFields.Model.Graph)
            {
                if (reader.Type == WireType.Varint)
                    model.WriteInteger(reader.Field, reader.ReadInteger());
                continue;
            }
            var graph = new ProtobufWriter();
            ByteRange range = reader.ReadRange();
            var fields = new ProtobufReader(file, "a.bin", range);
            var messages = new List<(int Field, byte[] Bytes)>();
            while (fields.Next())
            {
                int field = fields.Field;
                ByteRange message = fields.ReadRange();
                messages.Add((field, file[message.Offset..(message.Offset + message.Length)]));
            }
            int last = messages.FindLastIndex(message => message.Bytes.AsSpan().IndexOf(old) >= 0);
            byte[] node = messages[last].Bytes;
            int at = node.AsSpan().IndexOf(old);
            messages[last] = (messages[last].Field, [.. node[..at], .. replacement, .. node[(at + old.Length)..]]);
            foreach ((int field, byte[] bytes) in messages)
                graph.WriteBytes(field, bytes);
            model.WriteMessage(OnnxFields.Model.Graph, graph);
        }
        return ToArray(model);
    }

    private static ProtobufWriter Tensor(string name, IReadOnlyList<long> shape, int type, int field, byte[] bytes)
    {
        var tensor = new ProtobufWriter();
        foreach (long side in shape)
            tensor.WriteInteger(OnnxFields.Tensor.Dimensions, side);
        tensor.WriteInteger(OnnxFields.Tensor.ElementType, type);
        tensor.WriteBytes(field, bytes);
        tensor.WriteString(OnnxFields.Tensor.Name, name);
        return tensor;
    }

    private static byte[] Model(ProtobufWriter? tensor = null, ProtobufWriter? graph = null)
    {
        graph ??= new ProtobufWriter();
        if (tensor is not null)
            graph.WriteMessage(OnnxFields.Graph.Initializers, tensor);
        var model = new ProtobufWriter();
        model.WriteInteger(OnnxFields.Model.IrVersion, 7);
        model.WriteMessage(OnnxFields.Model.Graph, graph);
        return ToArray(model);
    }

    private static byte[] ToArray(ProtobufWriter writer)
    {
        using var stream = new MemoryStream();
        writer.CopyTo(stream);
        return stream.ToArray();
    }

    private static byte[] Bytes<T>(T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
