using System.Buffers.Binary;
using System.IO.Compression;
using MLResNet.Formats;
using MLResNet.Formats.Png;

namespace MLResNet.Datasets.Tests.Formats.Png;

public sealed class PngDecoderTests
{
    public static TheoryData<string> Fixtures => [.. DecodedFixture.Names("Png")];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Every_kind_of_png_decodes_as_imagemagick_does(string name)
    {
        bool opaqueAndExact = !name.Contains("16", StringComparison.Ordinal)
            && !name.Contains("alpha", StringComparison.Ordinal)
            && !name.Contains("rgba", StringComparison.Ordinal)
            && !name.Contains("transparent", StringComparison.Ordinal);
        DecodedFixture.AssertMatches("Png", name, opaqueAndExact ? 0 : 1);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_png_cut_short_inside_its_image_data_is_refused(string name)
    {
        byte[] file = DecodedFixture.Bytes("Png", name);
        // The end mark is 12 bytes; what is cut from it is not missed.
        byte[] withoutEnd = file[..^12];
        Assert.Equal(0, HostileImages.DecodePrefixes(withoutEnd));
        byte[] pixels = ImageDecoder.Decode(file).Pixels;
        Assert.Equal(pixels, ImageDecoder.Decode(withoutEnd).Pixels);
        Assert.Equal(pixels, ImageDecoder.Decode(file.AsSpan(0, file.Length - 5)).Pixels);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_png_with_damaged_bytes_gives_an_image_or_one_kind_of_error(string name) =>
        HostileImages.DecodeFlipped(DecodedFixture.Bytes("Png", name), seed: 1, copies: 60);

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_png_with_damaged_content_and_valid_checksums_gives_an_image_or_one_kind_of_error(string name)
    {
        byte[] file = DecodedFixture.Bytes("Png", name);
        var random = new Random(2);
        for (int copy = 0; copy < 40; copy++)
        {
            byte[] damaged = [.. file];
            foreach ((int start, int length) in Chunks(file))
            {
                if (length > 0 && random.Next(2) == 0)
                    damaged[start + 8 + random.Next(length)] ^= (byte)(1 << random.Next(8));
                Seal(damaged, start, length);
            }
            HostileImages.TryDecode(damaged);
        }
    }

    [Fact]
    public void A_damaged_chunk_is_named()
    {
        byte[] file = DecodedFixture.Bytes("Png", "rgb-8.png");
        (int start, int length) = Chunks(file).Single(chunk => file.AsSpan(chunk.Start + 4, 4).SequenceEqual("IDAT"u8));
        file[start + 8 + length / 2] ^= 1;
        Assert.Contains("IDAT", HostileImages.Refusal(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(8, 2)]
    [InlineData(16, 6)]
    public void A_header_of_20000_x_20000_over_little_data_is_refused_without_memory(byte depth, byte color)
    {
        byte[] file = WithSize(DecodedFixture.Bytes("Png", "rgb-8.png"), 20_000, 20_000, depth, color);
        Assert.Contains("limit", HostileImages.RefusalWithoutMemory(file, DecodeOptions.Default), StringComparison.Ordinal);
        var generous = new DecodeOptions { MaxPixels = long.MaxValue };
        Assert.Contains("truncated", HostileImages.RefusalWithoutMemory(file, generous), StringComparison.Ordinal);
    }

    [Fact]
    public void Image_data_that_inflates_beyond_its_header_is_not_read_on()
    {
        // 64 MiB of zeros behind a header of one pixel.
        using var packed = new MemoryStream();
        using (var deflated = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflated.Write(new byte[64 << 20]);
        byte[] template = PngEncoder.Encode(new(1, 1));
        (int start, int length) = Chunks(template).Single(chunk => template.AsSpan(chunk.Start + 4, 4).SequenceEqual("IDAT"u8));
        byte[] data = packed.ToArray();
        byte[] file = [.. template[..(start + 8)], .. data, 0, 0, 0, 0, .. template[(start + 12 + length)..]];
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(start), data.Length);
        Seal(file, start, data.Length);

        ImageDecoder.Decode(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal([0, 0, 0], ImageDecoder.Decode(file).Pixels);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void An_unknown_critical_chunk_is_refused_and_an_unknown_ancillary_chunk_is_skipped()
    {
        byte[] file = DecodedFixture.Bytes("Png", "rgb-8.png");
        byte[] With(ReadOnlySpan<byte> type) => [.. file[..33], 0, 0, 0, 0, .. type, 0, 0, 0, 0, .. file[33..]];
        Assert.Equal(ImageDecoder.Decode(file).Pixels, ImageDecoder.Decode(With("zzZz"u8)).Pixels);
        Assert.Throws<ImageFormatException>(() => ImageDecoder.Decode(With("ZZZZ"u8)));
    }

    [Fact]
    public void An_animated_png_gives_its_still_image()
    {
        byte[] file = DecodedFixture.Bytes("Png", "rgb-8.png");
        byte[] frame = [0, 0, 0, 8, .. "fdAT"u8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0];
        byte[] control = [0, 0, 0, 8, .. "acTL"u8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] animated = [.. file[..33], .. control, .. file[33..^12], .. frame, .. file[^12..]];
        Assert.Equal(ImageDecoder.Decode(file).Pixels, ImageDecoder.Decode(animated).Pixels);
    }

    private static List<(int Start, int Length)> Chunks(byte[] file)
    {
        List<(int, int)> chunks = [];
        for (int start = 8; start < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(start));
            chunks.Add((start, length));
            start += 12 + length;
        }
        return chunks;
    }

    private static void Seal(byte[] file, int start, int length) =>
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(start + 8 + length), Crc32.Compute(file.AsSpan(start + 4, 4 + length)));

    private static byte[] WithSize(byte[] file, int width, int height, byte depth, byte color)
    {
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        (file[24], file[25]) = (depth, color);
        Seal(file, 8, 13);
        return file;
    }
}
