using MLResNet.Formats.Jpeg;

namespace MLResNet.Datasets.Tests.Formats.Jpeg;

public sealed class ColorConversionTests
{
    [Fact]
    public void Vectorized_every_chroma_gives_the_bytes_of_the_plain_conversion()
    {
        byte[] y = new byte[256], blue = new byte[256], red = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        byte[] expected = new byte[3 * 256], actual = new byte[3 * 256];
        for (int cb = 0; cb < 256; cb++)
        {
            blue.AsSpan().Fill((byte)cb);
            y.AsSpan().Fill((byte)(cb * 37));
            ColorConversion.ReferenceYCbCrToRgb(y, blue, red, expected);
            ColorConversion.YCbCrToRgb(y, blue, red, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(47)]
    public void A_row_of_any_length_is_converted_to_its_end_and_no_further(int count)
    {
        byte[] y = [.. Enumerable.Repeat((byte)200, count)], gray = [.. Enumerable.Repeat((byte)128, count)];
        byte[] output = new byte[3 * count + 3];
        ColorConversion.YCbCrToRgb(y, gray, gray, output.AsSpan(0, 3 * count));
        Assert.All(output[..(3 * count)], value => Assert.Equal(200, value));
        Assert.All(output[(3 * count)..], value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(76, 85, 255, 254, 0, 0)] // the JFIF values of pure red, green and blue, each rounded
    [InlineData(150, 44, 21, 0, 255, 1)]
    [InlineData(29, 255, 107, 0, 0, 254)]
    public void The_primaries_come_out_as_jfif_defines_them(byte y, byte blue, byte red, byte r, byte g, byte b)
    {
        byte[] output = new byte[3];
        ColorConversion.YCbCrToRgb([y], [blue], [red], output);
        Assert.Equal([r, g, b], output);
    }
}
