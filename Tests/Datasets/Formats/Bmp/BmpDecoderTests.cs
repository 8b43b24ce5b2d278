using System.Buffers.Binary;
using MLResNet.Formats;
using MLResNet.Formats.Bmp;

namespace MLResNet.Datasets.Tests.Formats.Bmp;

public sealed class BmpDecoderTests
{
    private const int HeightField = 22, DepthField = 28, CompressionField = 30;

    public static TheoryData<string> Fixtures => [.. DecodedFixture.Names("Bmp")];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Every_kind_of_bitmap_decodes_as_the_oracle_does(string name)
    {
        // Opacity, and channels of more than 8 bits, may be rounded otherwise; everything else is exact.
        bool rounded = name is "masks-v4-rgba.bmp" or "masks-v5-abgr.bmp" or "masks-10-bit.bmp" or "masks-16-bit-red.bmp";
        DecodedFixture.AssertMatches("Bmp", name, rounded ? 1 : 0);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_bitmap_cut_short_is_refused(string name)
    {
        byte[] file = DecodedFixture.Bytes("Bmp", name);
        // Behind the last pixel come at most three bytes of filler, or one and the marks for the end of the row and the image.
        Assert.Equal(0, HostileImages.DecodePrefixes(file[..^5]));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_bitmap_with_damaged_bytes_gives_an_image_or_one_kind_of_error(string name)
    {
        byte[] file = DecodedFixture.Bytes("Bmp", name);
        HostileImages.DecodeFlipped(file, seed: 3, copies: 100);
        // Most of a bitmap is pixels, which may be anything; the headers are what can go wrong.
        byte[] headers = file[..Math.Min(file.Length, 150)];
        HostileImages.DecodeFlipped(headers, seed: 4, copies: 200);
    }

    [Theory]
    [InlineData("info-1.bmp")]
    [InlineData("info-24.bmp")]
    [InlineData("info-32-filler-zero.bmp")]
    [InlineData("rle4.bmp")]
    [InlineData("rle8.bmp")]
    [InlineData("os2-64-rle24.bmp")]
    public void A_header_of_20000_x_20000_over_little_data_is_refused_without_memory(string name)
    {
        foreach (int height in new[] { 20_000, -20_000 })
        {
            byte[] file = DecodedFixture.Bytes("Bmp", name);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(HeightField - 4), 20_000);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(HeightField), height);
            Assert.Contains("limit", HostileImages.RefusalWithoutMemory(file, DecodeOptions.Default), StringComparison.Ordinal);
            var generous = new DecodeOptions { MaxPixels = long.MaxValue };
            Assert.Contains("truncated", HostileImages.RefusalWithoutMemory(file, generous), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void A_height_that_is_none_is_refused(int height)
    {
        byte[] file = DecodedFixture.Bytes("Bmp", "info-24.bmp");
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(HeightField), height);
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file, new DecodeOptions { MaxPixels = long.MaxValue }));
    }

    [Theory]
    [InlineData(40, 24, 4, "JPEG")]
    [InlineData(40, 24, 5, "PNG")]
    [InlineData(64, 1, 3, "Huffman")]
    [InlineData(40, 24, 1, "24 bits")]
    [InlineData(40, 64, 0, "64 bits")]
    [InlineData(40, 8, 77, "77")]
    public void What_is_not_supported_is_named(byte headerLength, byte depth, byte compression, string named)
    {
        byte[] file = DecodedFixture.Bytes("Bmp", "info-24.bmp");
        (file[14], file[DepthField], file[CompressionField]) = (headerLength, depth, compression);
        string message = Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(file)).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.Contains("not supported", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mask_with_a_hole_is_refused()
    {
        Assert.Throws<ImageFormatException>(() => new BmpBitField(0b1011));
        Assert.Throws<ImageFormatException>(() => new BmpBitField(0x8000_0001));
    }

    [Fact]
    public void Channels_of_every_width_run_from_0_to_255_in_even_steps()
    {
        for (int bits = 1; bits <= 32; bits++)
        {
            uint most = (uint)((1UL << bits) - 1);
            var field = new BmpBitField(most << (32 - bits));
            uint step = Math.Max(1, most / 5000);
            for (ulong value = 0; value <= most; value += step)
            {
                // Repeating bits is off the nearest level by one at most (5, 6 and 7 bits).
                double exact = value * 255.0 / most;
                Assert.InRange(field.Level((uint)value << (32 - bits)), exact - 1, exact + 1);
            }
            Assert.Equal(0, field.Level(0));
            Assert.Equal(255, field.Level(uint.MaxValue));
        }
    }
}
