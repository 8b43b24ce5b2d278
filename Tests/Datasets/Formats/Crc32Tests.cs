using System.Text;
using MLResNet.Formats;

namespace MLResNet.Datasets.Tests.Formats;

public sealed class Crc32Tests
{
    [Fact]
    public void The_check_value_of_the_standard_comes_out() =>
        Assert.Equal(0xCBF43926, Crc32.Compute(Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void Every_length_gives_what_the_tables_give()
    {
        var bytes = new byte[1000];
        new Random(1).NextBytes(bytes);
        for (int length = 0; length <= bytes.Length; length++)
        {
            ReadOnlySpan<byte> data = bytes.AsSpan(bytes.Length - length);
            Assert.Equal(~Crc32.ByTables(uint.MaxValue, data), Crc32.Compute(data));
        }
    }

    [Fact]
    public void A_checksum_can_be_carried_on_from_any_place()
    {
        var bytes = new byte[700];
        new Random(2).NextBytes(bytes);
        for (int cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal(Crc32.Compute(bytes), Crc32.Append(Crc32.Compute(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
    }
}
