using System.Buffers.Binary;
using MLResNet.Formats;
using MLResNet.Formats.Gif;

namespace MLResNet.Datasets.Tests.Formats.Gif;

public sealed class GifDecoderTests
{
    public static TheoryData<string> Fixtures => [.. DecodedFixture.Names("Gif")];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Every_kind_of_gif_decodes_as_the_oracle_does(string name) =>
        DecodedFixture.AssertMatches("Gif", name, tolerance: 0);

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_gif_cut_short_before_its_last_pixel_is_refused(string name)
    {
        byte[] file = DecodedFixture.Bytes("Gif", name);
        int lastPixel = file.Length - 1;
        while (HostileImages.TryDecode(file.AsSpan(0, lastPixel)))
            lastPixel--;
        // Behind the last pixel come the end code, the end of the blocks, the trailer, or a whole second frame.
        Assert.InRange(lastPixel, name == "animated.gif" ? file.Length - 150 : file.Length - 8, file.Length - 1);
        Assert.Equal(0, HostileImages.DecodePrefixes(file[..lastPixel]));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_gif_with_damaged_bytes_gives_an_image_or_one_kind_of_error(string name) =>
        HostileImages.DecodeFlipped(DecodedFixture.Bytes("Gif", name), seed: 5, copies: 100);

    [Fact]
    public void Random_image_data_give_an_image_or_one_kind_of_error()
    {
        byte[] file = DecodedFixture.Bytes("Gif", "full-table.gif");
        int data = file.Length - 8000;
        var random = new Random(6);
        for (int copy = 0; copy < 60; copy++)
        {
            random.NextBytes(file.AsSpan(data));
            // Blocks of full length, so that the codes go on for long.
            for (int i = data; i < file.Length; i++)
                file[i] |= (byte)(copy % 3 == 0 ? 0x80 : 0);
            HostileImages.TryDecode(file);
        }
    }

    [Theory]
    [InlineData(20_000, 20_000, 20_000, 20_000)]
    [InlineData(20_000, 20_000, 26, 21)]
    [InlineData(26, 21, 20_000, 20_000)]
    public void A_header_of_20000_x_20000_over_little_data_is_refused_without_memory(
        int width, int height, int frameWidth, int frameHeight)
    {
        byte[] file = DecodedFixture.Bytes("Gif", "bits-1.gif");
        int descriptor = Array.IndexOf(file, (byte)',');
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(6), (ushort)width);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)height);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(descriptor + 5), (ushort)frameWidth);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(descriptor + 7), (ushort)frameHeight);
        Assert.Contains("limit", HostileImages.RefusalWithoutMemory(file, DecodeOptions.Default), StringComparison.Ordinal);
        var generous = new DecodeOptions { MaxPixels = long.MaxValue };
        Assert.Contains("truncated", HostileImages.RefusalWithoutMemory(file, generous), StringComparison.Ordinal);
    }

    [Fact]
    public void The_densest_codes_there_are_stay_within_the_bound_on_what_a_byte_can_hold()
    {
        // All zeros: each code is the one being made, so the strings grow by one until the table is full, and then stay at their
        // longest.
        var codes = new List<byte>();
        ulong bits = 0;
        int count = 0;
        void Put(int code, int width)
        {
            bits |= (ulong)code << count;
            for (count += width; count >= 8; count -= 8, bits >>= 8)
                codes.Add((byte)bits);
        }

        Put(0, 3);
        long pixels = 1;
        for (int code = 6, width = 3; code < 4096; code++)
        {
            if (code == 1 << width)
                width++;
            Put(code, width);
            pixels += code - 4;
        }
        for (int i = 0; i < 5_000; i++)
        {
            Put(4095, 12);
            pixels += 4091;
        }
        Put(0, 12);

        var indices = new byte[pixels];
        indices.AsSpan().Fill(9);
        GifLzw.Decode(codes.ToArray(), 2, indices);
        Assert.False(indices.AsSpan().ContainsAnyExcept((byte)0));
        Assert.InRange(pixels, 1, codes.Count * GifLzw.MostIndicesPerByte);
    }

    [Fact]
    public void A_file_without_an_image_or_without_a_palette_says_so()
    {
        byte[] empty = [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, (byte)';'];
        byte[] colorless = [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, (byte)',', 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 1, 0x44, 0, (byte)';'];
        Assert.Contains("no image", HostileImages.Refusal(empty), StringComparison.Ordinal);
        Assert.Contains("palette", HostileImages.Refusal(colorless), StringComparison.Ordinal);
    }
}
