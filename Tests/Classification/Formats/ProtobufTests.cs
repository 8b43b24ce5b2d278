using MLResNet.Formats.Protobuf;

namespace MLResNet.Classification.Tests.Formats;

public sealed class ProtobufTests
{
    [Fact]
    public void Fields_come_back_as_they_were_written()
    {
        var inner = new ProtobufWriter();
        inner.WriteInteger(1, -1);
        inner.WriteSingles(2, new float[] { 1.5f, -2 });
        inner.WriteString(15, "rosé");
        var outer = new ProtobufWriter();
        outer.WriteSingle(16, 0.25f);
        outer.WriteMessage(2, inner);
        outer.WriteInteger(3, 300);
        byte[] bytes = Bytes(outer);

        // By the encoding's definition: a field's number << 3 | its type, as a varint; a length, where it has one; its bytes.
        Assert.Equal(
            "85010000803E" + "121C" + "08FFFFFFFFFFFFFFFFFF01" + "12080000C03F000000C0" + "7A05726F73C3A9" + "18AC02",
            Convert.ToHexString(bytes));
        Assert.Equal(outer.Length, bytes.Length);

        var reader = new ProtobufReader(bytes, "a.bin");
        Assert.True(reader.Next());
        Assert.Equal((16, 0.25f), (reader.Field, reader.ReadSingle()));
        Assert.True(reader.Next());
        ProtobufReader message = reader.ReadMessage();
        Assert.True(message.Next());
        Assert.Equal(-1, message.ReadInteger());
        Assert.True(message.Next());
        Assert.Equal(new ByteRange(21, 8), message.ReadRange());
        Assert.True(message.Next());
        Assert.Equal("rosé", message.ReadString());
        Assert.False(message.Next());
        Assert.True(reader.Next());
        Assert.Equal((3, 300), (reader.Field, reader.ReadInteger()));
        Assert.False(reader.Next());
    }

    [Fact]
    public void Fields_that_nobody_reads_are_skipped_and_repeated_integers_may_be_packed()
    {
        byte[] bytes = Convert.FromHexString("0901020304050607080D0102030412020A0B" + "1803" + "1A03048E02");
        var reader = new ProtobufReader(bytes, "a.bin");
        var integers = new List<long>();
        while (reader.Next())
        {
            if (reader.Field == 3)
                reader.ReadIntegers(integers, limit: 3);
        }
        Assert.Equal([3, 4, 270], integers);
    }

    [Theory]
    [InlineData("0A05AABB", 1, "5 bytes are announced where 2 are left")]
    [InlineData("0AFFFFFFFFFFFFFFFFFF01", 1, "18446744073709551615 bytes are announced where 0 are left")]
    [InlineData("08FFFFFFFFFFFFFFFFFFFF01", 1, "more than 64 bits")]
    [InlineData("0880", 2, "1 bytes are needed where 0 are left")]
    [InlineData("0D0000", 1, "4 bytes are needed where 2 are left")]
    [InlineData("0B", 0, "no field can begin")]
    [InlineData("00", 0, "no field can begin")]
    [InlineData("F8FFFFFFFF0F", 0, "no field can begin")]
    public void A_field_that_cannot_be_is_refused_with_the_file_and_the_place(string hex, int offset, string reason)
    {
        byte[] bytes = Convert.FromHexString(hex);
        var error = Assert.Throws<ModelFormatException>(() =>
        {
            var reader = new ProtobufReader(bytes, "a.bin");
            while (reader.Next())
            {
            }
        });
        Assert.StartsWith($"a.bin is damaged at byte {offset}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_that_lie_in_one_another_without_end_text_that_is_none_and_too_many_integers_are_refused()
    {
        byte[] nested = [];
        for (int depth = 0; depth < 40; depth++)
            nested = [0x0A, (byte)nested.Length, .. nested];
        Assert.Contains("32 deep", Error(() => Descend(new ProtobufReader(nested, "a.bin"))), StringComparison.Ordinal);
        Assert.Contains("byte 2", Error(() => First([0x0A, 0x01, 0xFF]).ReadString()), StringComparison.Ordinal);
        Assert.Contains("not a number", Error(() => First([0x08, 0x01]).ReadSingle()), StringComparison.Ordinal);
        byte[] packed = [0x0A, 0x03, 1, 2, 3];
        Assert.Contains("more than 2", Error(() => First(packed).ReadIntegers([], limit: 2)), StringComparison.Ordinal);

        static void Descend(ProtobufReader reader)
        {
            while (reader.Next())
                Descend(reader.ReadMessage());
        }

        static ProtobufReader First(byte[] bytes)
        {
            var reader = new ProtobufReader(bytes, "a.bin");
            reader.Next();
            return reader;
        }

        static string Error(Action read) => Assert.Throws<ModelFormatException>(read).Message;
    }

    private static byte[] Bytes(ProtobufWriter writer)
    {
        using var stream = new MemoryStream();
        writer.CopyTo(stream);
        return stream.ToArray();
    }
}
