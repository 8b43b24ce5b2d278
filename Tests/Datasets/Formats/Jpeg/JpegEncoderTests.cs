using System.Globalization;
using MLResNet.Formats;
using MLResNet.Formats.Jpeg;
using MLResNet.Imaging;

namespace MLResNet.Datasets.Tests.Formats.Jpeg;

public sealed class JpegEncoderTests
{
    public static TheoryData<string> Fixtures =>
        [.. DecodedFixture.Names("Jpeg").Where(name => name.StartsWith("encoder-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_picture_of_any_size_and_quality_encodes_to_the_bytes_of_libjpeg(string name)
    {
        int[] numbers = [.. Path.GetFileNameWithoutExtension(name)["encoder-".Length..].Split('x', '-', 'q')
            .Where(part => part.Length > 0)
            .Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        RgbImage corner = Corner(DecodedFixture.Expected("Jpeg", "encoder-source.jpg"), numbers[0], numbers[1]);
        Assert.Equal(DecodedFixture.Bytes("Jpeg", name), JpegEncoder.Encode(corner, numbers[2]));
    }

    [Fact]
    public void A_higher_quality_is_closer_and_larger()
    {
        RgbImage waves = Waves(150, 101);
        double closeness = 0;
        int length = 0;
        foreach (int quality in new[] { 5, 25, 50, 75, 90, 100 })
        {
            byte[] file = JpegEncoder.Encode(waves, quality);
            double next = SignalToNoise(waves, ImageDecoder.Decode(file));
            Assert.True(next > closeness, $"quality {quality}: {next} dB after {closeness}");
            Assert.True(file.Length > length, $"quality {quality}: {file.Length} bytes after {length}");
            (closeness, length) = (next, file.Length);
        }
        Assert.InRange(closeness, 45, 100);
    }

    [Fact]
    public void The_largest_side_there_is_encodes_and_decodes()
    {
        var strip = new RgbImage(65_500, 1);
        for (int x = 0; x < strip.Width; x++)
            strip.Row(0).Slice(3 * x, 3).Fill((byte)(x >> 8));
        RgbImage decoded = ImageDecoder.Decode(JpegEncoder.Encode(strip, 100));
        Assert.InRange(SignalToNoise(strip, decoded), 45, double.PositiveInfinity);
    }

    [Fact]
    public void A_quality_or_side_out_of_range_is_refused()
    {
        var image = new RgbImage(1, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => JpegEncoder.Encode(image, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => JpegEncoder.Encode(image, 101));
        Assert.Throws<ArgumentOutOfRangeException>(() => JpegEncoder.Encode(new RgbImage(65_501, 1)));
        Assert.Throws<ArgumentNullException>(() => JpegEncoder.Encode(null!));
    }

    private static RgbImage Corner(RgbImage image, int width, int height)
    {
        var corner = new RgbImage(width, height);
        for (int y = 0; y < height; y++)
            image.Row(y)[..(3 * width)].CopyTo(corner.Row(y));
        return corner;
    }

    private static RgbImage Waves(int width, int height)
    {
        var image = new RgbImage(width, height);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            (int y, int x) = Math.DivRem(i / 3, width);
            // Chroma varies slowly, so that halving it costs little.
            image.Pixels[i] = (byte)(128 + 60 * Math.Sin(x / 5.0 + y / 7.0) + 50 * Math.Cos(x / 40.0 + i % 3 * 2));
        }
        return image;
    }

    /// <summary>Peak signal-to-noise ratio in decibels.</summary>
    private static double SignalToNoise(RgbImage expected, RgbImage actual)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        double squares = expected.Pixels.Zip(actual.Pixels, (left, right) => (double)(left - right) * (left - right)).Average();
        return 10 * Math.Log10(255 * 255 / squares);
    }
}
