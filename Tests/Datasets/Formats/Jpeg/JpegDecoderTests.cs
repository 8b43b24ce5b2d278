using System.Buffers.Binary;
using System.Globalization;
using MLResNet.Formats;
using MLResNet.Formats.Jpeg;
using MLResNet.Imaging;

namespace MLResNet.Datasets.Tests.Formats.Jpeg;

public sealed class JpegDecoderTests
{
    private const byte Baseline = 0xC0, Progressive = 0xC2, StartOfScan = 0xDA;

    public static TheoryData<string> Fixtures => [.. DecodedFixture.Names("Jpeg")];

    public static TheoryData<string, int> ScaledFixtures
    {
        get
        {
            var fixtures = new TheoryData<string, int>();
            foreach (string name in DecodedFixture.Names("Jpeg"))
            {
                foreach (int eighths in new[] { 4, 2, 1 })
                {
                    string pixels = $"{Path.GetFileNameWithoutExtension(name)}-{eighths}.ppm.gz";
                    if (File.Exists(Path.Combine(DecodedFixture.Folder("Jpeg"), pixels)))
                        fixtures.Add(name, eighths);
                }
            }
            return fixtures;
        }
    }

    /// <summary>One of each way in which coefficients come.</summary>
    public static TheoryData<string> Kinds =>
    [
        "sampling-2x2.jpg", "sampling-1x2.jpg", "grey.jpg", "cmyk.jpg", "huffman-optimized.jpg", "restart-1.jpg",
        "restart-row.jpg", "scans-each.jpg", "scans-chroma-restart.jpg", "progressive-2x2.jpg", "progressive-fine.jpg",
        "progressive-restart.jpg", "orientation-6.jpg", "size-1x1.jpg", "size-1x1-progressive.jpg",
    ];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Every_kind_of_file_decodes_to_the_pixels_of_libjpeg(string name) => DecodedFixture.AssertMatches("Jpeg", name, 0);

    [Theory]
    [MemberData(nameof(ScaledFixtures))]
    public void A_file_decodes_at_a_fraction_of_its_size_to_the_pixels_of_libjpeg(string name, int eighths)
    {
        RgbImage expected = DecodedFixture.Expected("Jpeg", name.Replace(".jpg", $"-{eighths}.jpg", StringComparison.Ordinal));
        var options = new DecodeOptions { MinShortSide = Math.Min(expected.Width, expected.Height) };
        RgbImage actual = JpegDecoder.Decode(DecodedFixture.Bytes("Jpeg", name), options);
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        Assert.Equal(expected.Pixels, actual.Pixels);
    }

    [Theory]
    [InlineData("wide.jpg", 0, 139, 70)]
    [InlineData("wide.jpg", 1000, 139, 70)]
    [InlineData("wide.jpg", 36, 139, 70)]
    [InlineData("wide.jpg", 35, 70, 35)]
    [InlineData("wide.jpg", 18, 35, 18)]
    [InlineData("wide.jpg", 10, 35, 18)]
    [InlineData("wide.jpg", 9, 18, 9)]
    [InlineData("wide.jpg", 1, 18, 9)]
    [InlineData("orientation-6.jpg", 7, 7, 11)]
    public void The_smallest_scale_is_taken_whose_short_side_is_long_enough(string name, int minShortSide, int width, int height)
    {
        byte[] file = DecodedFixture.Bytes("Jpeg", name);
        RgbImage image = JpegDecoder.Decode(file, new DecodeOptions { MinShortSide = minShortSide });
        Assert.Equal((width, height), (image.Width, image.Height));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_cut_short_is_refused(string name)
    {
        byte[] file = DecodedFixture.Bytes("Jpeg", name);
        // Only the marker of the end may be missing.
        Assert.Equal(0, HostileImages.DecodePrefixes(file[..^2]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_with_damaged_bytes_gives_an_image_or_one_kind_of_error(string name)
    {
        byte[] file = DecodedFixture.Bytes("Jpeg", name);
        HostileImages.DecodeFlipped(file, seed: 1, copies: 300);
        byte[] headers = file[..Math.Min(Find(file, StartOfScan) + 40, file.Length)];
        HostileImages.DecodeFlipped(headers, seed: 2, copies: 300);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_missing_end_and_garbage_behind_the_picture_and_between_markers_do_no_harm(string name)
    {
        byte[] file = DecodedFixture.Bytes("Jpeg", name);
        byte[] expected = DecodedFixture.Expected("Jpeg", name).Pixels;
        int scan = Find(file, StartOfScan);
        Assert.Equal(expected, ImageDecoder.Decode(file.AsSpan(0, file.Length - 2)).Pixels);
        Assert.Equal(expected, ImageDecoder.Decode([.. file, 0xFF, 0xC0, 1, 2, 3]).Pixels);
        Assert.Equal(expected, ImageDecoder.Decode([.. file[..scan], 7, 0xFF, 0, 8, 0xFF, 0xFF, .. file[scan..]]).Pixels);
    }

    [Theory]
    [InlineData(0xC3, "lossless")]
    [InlineData(0xC5, "hierarchical")]
    [InlineData(0xC9, "arithmetic")]
    [InlineData(0xCA, "arithmetic")]
    [InlineData(0xCB, "lossless")]
    public void A_rare_kind_is_refused_by_name(byte marker, string name)
    {
        byte[] file = DecodedFixture.Bytes("Jpeg", "grey.jpg");
        file[Find(file, Baseline) + 1] = marker;
        Assert.Matches($"{name}.*not supported", HostileImages.Refusal(file));
    }

    [Fact]
    public void Samples_of_12_bits_and_a_height_to_come_are_refused_by_name()
    {
        byte[] file = DecodedFixture.Bytes("Jpeg", "grey.jpg");
        int frame = Find(file, Baseline) + 4;
        file[frame] = 12;
        Assert.Matches("12-bit.*not supported", HostileImages.Refusal(file));
        file[frame] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 1), 0);
        Assert.Matches("DNL.*not supported", HostileImages.Refusal(file));
    }

    [Theory]
    [InlineData("sampling-2x2.jpg", Baseline)]
    [InlineData("progressive-2x2.jpg", Progressive)]
    [InlineData("scans-each.jpg", Baseline)]
    public void A_header_of_20000_x_20000_over_little_data_is_refused_without_memory(string name, byte marker)
    {
        byte[] file = DecodedFixture.Bytes("Jpeg", name);
        int size = Find(file, marker) + 5;
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(size), 20_000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(size + 2), 20_000);
        Assert.Contains("limit", HostileImages.RefusalWithoutMemory(file, DecodeOptions.Default), StringComparison.Ordinal);
        var generous = new DecodeOptions { MaxPixels = long.MaxValue };
        Assert.Contains("truncated", HostileImages.RefusalWithoutMemory(file, generous), StringComparison.Ordinal);
    }

    [Fact]
    public void A_restart_interval_out_of_turn_is_refused()
    {
        byte[] file = DecodedFixture.Bytes("Jpeg", "restart-1.jpg");
        file[Find(file, 0xD1) + 1] = 0xD2;
        Assert.Contains("damaged", HostileImages.Refusal(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_progressive_file_may_leave_out_detail_but_must_say_that_it_ends()
    {
        byte[] coarse = FlatProgressive();
        Assert.All(ImageDecoder.Decode([.. coarse, 0xFF, 0xD9]).Pixels, sample => Assert.Equal(128, sample));
        Assert.Contains("before the picture is complete", HostileImages.Refusal(coarse), StringComparison.Ordinal);

        byte[] file = DecodedFixture.Bytes("Jpeg", "scans-each.jpg");
        int second = Find(file, StartOfScan, Find(file, StartOfScan) + 1);
        byte[] withoutChroma = [.. file[..second], 0xFF, 0xD9];
        Assert.Contains("before the picture is complete", HostileImages.Refusal(withoutChroma), StringComparison.Ordinal);
    }

    [Fact]
    public void Scans_that_repeat_or_skip_a_bit_are_refused()
    {
        byte[] file = FlatProgressive();
        const int Al1 = 0x01, Ah1 = 0x10, Ah2Al1 = 0x21;
        Assert.Matches("scans.*damaged", HostileImages.Refusal([.. file, .. Scan(1, 5, Al1), .. Scan(5, 9, Al1)]));
        Assert.Matches("scans.*damaged", HostileImages.Refusal([.. file, .. Scan(1, 5, Ah1)]));
        Assert.Matches("scans.*damaged", HostileImages.Refusal([.. file, .. Scan(1, 5, Al1), .. Scan(1, 5, Ah2Al1)]));
        Assert.Equal(128, ImageDecoder.Decode([.. file, .. Scan(1, 5, Al1), .. Scan(1, 5, Ah1), 0xFF, 0xD9]).Pixels[0]);
    }

    [Fact]
    public void Scans_without_end_are_refused()
    {
        byte[] file = FlatProgressive();
        for (byte k = 1; k < 64; k++)
            file = [.. file, .. Scan(k, k, 0x01), .. Scan(k, k, 0x10)];
        Assert.Contains("more than 100 scans", HostileImages.Refusal(file), StringComparison.Ordinal);
    }

    /// <summary>A progressive grey pixel with its DC coefficient alone; Huffman tables are the implied ones.</summary>
    private static byte[] FlatProgressive() =>
    [
        0xFF, 0xD8,
        0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64),
        0xFF, Progressive, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0,
        0xFF, StartOfScan, 0, 8, 1, 1, 0, 0, 0, 0, 0b0011_1111, // a difference of no bits, then padding
    ];

    /// <summary>A scan of a band of AC coefficients that has nothing to say about the only block.</summary>
    private static byte[] Scan(byte first, byte last, byte bits) =>
        [0xFF, StartOfScan, 0, 8, 1, 1, 0, first, last, bits, 0b1010_1111]; // the end of the band, then padding

    private static int Find(byte[] file, byte marker, int start = 0)
    {
        int found = file.AsSpan(start).IndexOf([(byte)0xFF, marker]);
        Assert.True(found >= 0, string.Create(CultureInfo.InvariantCulture, $"no marker {marker:X2}"));
        return start + found;
    }
}
