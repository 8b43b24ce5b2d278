using System.Buffers.Binary;
using System.Text;
using MLResNet.Formats.Safetensors;

namespace MLResNet.Classification.Tests.Formats;

public sealed class SafetensorsTests
{
    [Fact]
    public void Tensors_come_back_as_they_were_written_and_lie_on_64_byte_boundaries()
    {
        (string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values)[] tensors =
        [
            ("head.bias", [3], new float[] { 1, -2, float.NaN }),
            ("stem \"é\"", [2, 8, 1], Enumerable.Range(0, 16).Select(i => i / 7f).ToArray()),
            ("scalar", [], new float[] { float.MinValue }),
            ("empty", [0, 5], Array.Empty<float>()),
            ("block", [4, 4, 2], Enumerable.Range(0, 32).Select(i => -i * 1e-30f).ToArray()),
        ];

        byte[] bytes = SafetensorsWriter.Write(tensors);
        SafetensorsFile file = SafetensorsFile.Parse(bytes, "a.safetensors");

        Assert.Equal(tensors.Length, file.Tensors.Count);
        foreach (var (name, shape, values) in tensors)
        {
            SafetensorsTensor tensor = file.Find(name)!;
            Assert.Equal(shape, tensor.Shape);
            Assert.Equal(Bits(values.ToArray()), Bits(tensor.ReadSingles()));
            if (tensor.Length % 64 == 0)
                Assert.Equal(0, tensor.Offset % 64);
        }
        Assert.Equal(bytes, SafetensorsWriter.Write(tensors));

        static IEnumerable<int> Bits(float[] values) => values.Select(BitConverter.SingleToInt32Bits);
    }

    [Fact]
    public void Half_precision_brain_floats_and_doubles_are_widened_or_narrowed()
    {
        byte[] data = new byte[2 * 3 + 2 * 3 + 8 * 3];
        float[] values = [1.5f, -0.25f, 1024f]; // exact in every type
        for (int i = 0; i < 3; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(data.AsSpan(2 * i), (Half)values[i]);
            ushort upper = (ushort)(BitConverter.SingleToUInt32Bits(values[i]) >> 16);
            BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(6 + 2 * i), upper);
            BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(12 + 8 * i), values[i]);
        }
        SafetensorsFile file = SafetensorsFile.Parse(
            Bytes(
                """
                {"__metadata__":{"format":"pt"},
                 "d":{"dtype":"F64","shape":[3,1],"data_offsets":[12,36]},
                 "h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},
                 "b":{"dtype":"BF16","shape":[1,3],"data_offsets":[6,12]}}
                """, data), "a.safetensors");

        Assert.All(file.Tensors, tensor => Assert.Equal(values, tensor.ReadSingles()));
        Assert.Equal(["h", "b", "d"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal("pt", file.Metadata["format"]);
    }

    [Theory]
    [InlineData("""[]""", 0, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", 4, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} x""", 4, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "does not fill")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", 4, "claims bytes 0 to 8 of 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "claims bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""", 4, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "does not fill")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,4],"data_offsets":[0,0]}}""", 0, "does not fill")]
    [InlineData("""{"a":{"dtype":"F3","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown dtype 'F3'")]
    [InlineData("""{"a":{"dtype":"11","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown dtype '11'")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "lacks its dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""", 4, "stands twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", 4, "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "leave a hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "belong to no tensor")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "JSON")]
    public void A_header_that_lies_is_refused_with_the_reason_the_file_and_the_place(string header, int dataLength, string reason)
    {
        byte[] file = Bytes(header, new byte[dataLength]);
        var error = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Parse(file, "a.safetensors"));

        Assert.StartsWith("a.safetensors is damaged at byte ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100L)]
    [InlineData(100_000_001L)]
    [InlineData(long.MaxValue)]
    [InlineData(-1L)]
    public void A_header_length_beyond_the_file_is_refused(long length)
    {
        byte[] bytes = Bytes("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[4]);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);

        var error = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Parse(bytes, "a.safetensors"));
        Assert.Contains("byte 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_are_not_taken_for_weights()
    {
        SafetensorsFile file = SafetensorsFile.Parse(
            Bytes("""{"steps":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}""", new byte[8]), "a.safetensors");

        var error = Assert.Throws<ModelFormatException>(() => file.Tensors[0].ReadSingles());
        Assert.Contains("'steps'", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }
}
