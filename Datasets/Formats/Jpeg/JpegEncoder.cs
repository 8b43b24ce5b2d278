using System.Buffers.Binary;
using MLResNet.Imaging;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Writes baseline JPEG files: JFIF, YCbCr 4:2:0, the standard tables of ITU-T T.81 annex K, an accurate integer DCT. The same
/// pixels and quality give the same bytes, on any machine.
/// </summary>
public static class JpegEncoder
{
    private const int MaxSide = 65500;

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">The picture, at most 65,500 pixels a side.</param>
    /// <param name="quality">1 (smallest) to 100 (best), on the scale of the Independent JPEG Group.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The quality or a side of the picture is out of range.</exception>
    public static byte[] Encode(RgbImage image, int quality = 90)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(image.Width, image.Height), MaxSide, nameof(image));

        byte[] luminance = ScaleQuantization(StandardTables.LuminanceQuantization, quality);
        byte[] chrominance = ScaleQuantization(StandardTables.ChrominanceQuantization, quality);
        var writer = new BitWriter(1024 + image.Pixels.Length / 8);
        WriteHeaders(writer, image, luminance, chrominance);
        WriteScan(writer, image, luminance, chrominance);
        writer.WriteBytes([0xFF, JpegMarker.EndOfImage]);
        return writer.ToArray();
    }

    /// <summary>
    /// The Independent JPEG Group's scale: 50 is the standard table, 100 all ones, 25 twice the standard table.
    /// </summary>
    private static byte[] ScaleQuantization(ReadOnlySpan<byte> table, int quality)
    {
        int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        byte[] scaled = new byte[64];
        for (int i = 0; i < 64; i++)
            scaled[i] = (byte)Math.Clamp((table[i] * percent + 50) / 100, 1, 255);
        return scaled;
    }

    private static void WriteHeaders(BitWriter writer, RgbImage image, byte[] luminance, byte[] chrominance)
    {
        writer.WriteBytes([0xFF, JpegMarker.StartOfImage]);
        // JFIF 1.1, pixels of aspect 1:1, no thumbnail.
        WriteSegment(writer, JpegMarker.Application0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        WriteSegment(writer, JpegMarker.QuantizationTables, [0, .. InZigZag(luminance)]);
        WriteSegment(writer, JpegMarker.QuantizationTables, [1, .. InZigZag(chrominance)]);

        byte[] frame = [8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)image.Height);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(3), (ushort)image.Width);
        WriteSegment(writer, JpegMarker.StartOfFrameBaseline, frame);

        WriteHuffmanTable(writer, 0x00, StandardTables.LuminanceDcCounts, StandardTables.DcSymbols);
        WriteHuffmanTable(writer, 0x10, StandardTables.LuminanceAcCounts, StandardTables.LuminanceAcSymbols);
        WriteHuffmanTable(writer, 0x01, StandardTables.ChrominanceDcCounts, StandardTables.DcSymbols);
        WriteHuffmanTable(writer, 0x11, StandardTables.ChrominanceAcCounts, StandardTables.ChrominanceAcSymbols);
        WriteSegment(writer, JpegMarker.StartOfScan, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
    }

    private static void WriteHuffmanTable(BitWriter writer, byte slot, ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols) =>
        WriteSegment(writer, JpegMarker.HuffmanTables, [slot, .. counts, .. symbols]);

    private static void WriteSegment(BitWriter writer, byte marker, ReadOnlySpan<byte> payload)
    {
        int length = payload.Length + 2;
        writer.WriteBytes([0xFF, marker, (byte)(length >> 8), (byte)length]);
        writer.WriteBytes(payload);
    }

    private static byte[] InZigZag(byte[] table)
    {
        byte[] ordered = new byte[64];
        for (int k = 0; k < 64; k++)
            ordered[k] = table[ZigZag.NaturalOrder[k]];
        return ordered;
    }

    private static void WriteScan(BitWriter writer, RgbImage image, byte[] luminance, byte[] chrominance)
    {
        var y = new EncoderComponent(luminance, HuffmanCode.LuminanceDc, HuffmanCode.LuminanceAc);
        var blue = new EncoderComponent(chrominance, HuffmanCode.ChrominanceDc, HuffmanCode.ChrominanceAc);
        var red = new EncoderComponent(chrominance, HuffmanCode.ChrominanceDc, HuffmanCode.ChrominanceAc);
        var row = new MacroblockRow(image);
        int lumaBlocksAcross = (image.Width + 7) / 8, lumaBlocksDown = (image.Height + 7) / 8;
        for (int mcuRow = 0; mcuRow < (image.Height + 15) / 16; mcuRow++)
        {
            row.Load(mcuRow);
            for (int mcu = 0; mcu < row.Stride / 16; mcu++)
            {
                for (int block = 0; block < 4; block++)
                {
                    int across = mcu * 2 + (block & 1), down = block >> 1;
                    if (across < lumaBlocksAcross && mcuRow * 2 + down < lumaBlocksDown)
                        y.EncodeBlock(writer, row.Luma.AsSpan(down * 8 * row.Stride + across * 8), row.Stride);
                    else
                        y.EncodePadding(writer);
                }
                blue.EncodeBlock(writer, row.Blue.AsSpan(mcu * 8), row.Stride / 2);
                red.EncodeBlock(writer, row.Red.AsSpan(mcu * 8), row.Stride / 2);
            }
        }
        writer.Flush();
    }
}
