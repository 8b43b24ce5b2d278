using System.IO.Compression;
using MLResNet.Formats;
using MLResNet.Formats.Png;
using MLResNet.Imaging;

namespace MLResNet.Datasets.Tests.Formats.Png;

public sealed class PngEncoderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 9)]
    [InlineData(5, 3)]
    [InlineData(16, 16)]
    [InlineData(37, 41)]
    [InlineData(700, 90)]
    public void What_is_encoded_decodes_to_the_same_pixels(int width, int height)
    {
        foreach (RgbImage image in new[] { Noise(width, height), Gradient(width, height), new RgbImage(width, height) })
        {
            RgbImage decoded = ImageDecoder.Decode(PngEncoder.Encode(image));
            Assert.Equal((width, height), (decoded.Width, decoded.Height));
            Assert.Equal(image.Pixels, decoded.Pixels);
        }
    }

    [Fact]
    public void The_same_picture_gives_the_same_bytes() =>
        Assert.Equal(PngEncoder.Encode(Gradient(99, 33)), PngEncoder.Encode(Gradient(99, 33)));

    [Fact]
    public void Filters_make_a_gradient_at_least_four_times_smaller_than_deflate_alone_does()
    {
        RgbImage image = Gradient(400, 300);
        using var unfiltered = new MemoryStream();
        using (var deflated = new ZLibStream(unfiltered, CompressionLevel.Optimal, leaveOpen: true))
            deflated.Write(image.Pixels);
        Assert.InRange(PngEncoder.Encode(image).Length, 1, unfiltered.Length / 4);
    }

    [Fact]
    public void The_checksum_is_the_one_of_the_specification()
    {
        // The check value of CRC-32, and the checksum that every PNG file ends with.
        Assert.Equal(0xCBF43926, Crc32.Compute("123456789"u8));
        Assert.Equal(0xAE426082, Crc32.Compute("IEND"u8));
    }

    private static RgbImage Noise(int width, int height)
    {
        var image = new RgbImage(width, height);
        new Random(3).NextBytes(image.Pixels);
        return image;
    }

    private static RgbImage Gradient(int width, int height)
    {
        var image = new RgbImage(width, height);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            int x = i / 3 % width, y = i / 3 / width;
            image.Pixels[i] = (byte)(x * (1 + i % 3) + y * (3 + i % 3) + x * y / 50);
        }
        return image;
    }
}
