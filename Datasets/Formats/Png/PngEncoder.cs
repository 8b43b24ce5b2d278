using System.Buffers.Binary;
using System.IO.Compression;
using MLResNet.Imaging;

namespace MLResNet.Formats.Png;

/// <summary>
/// Writes 8-bit RGB PNG. Each row takes the filter whose bytes, as signed numbers, have the least sum of magnitudes (the rule of
/// thumb of the PNG specification, 12.7). The same picture gives the same bytes with the same version of .NET.
/// </summary>
public static class PngEncoder
{
    private const int ChecksumLength = 4;

    /// <summary>Encodes a picture as the bytes of a PNG file.</summary>
    /// <exception cref="ArgumentNullException">There is no picture.</exception>
    public static byte[] Encode(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var file = new MemoryStream();
        file.Write(PngDecoder.Signature);

        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)PngColorType.Rgb;

        long start = BeginChunk(file, PngChunkType.Header);
        file.Write(header);
        EndChunk(file, start);

        start = BeginChunk(file, PngChunkType.Data);
        WriteRows(file, image);
        EndChunk(file, start);

        EndChunk(file, BeginChunk(file, PngChunkType.End));
        return file.ToArray();
    }

    private static void WriteRows(MemoryStream file, RgbImage image)
    {
        using var deflated = new ZLibStream(file, CompressionLevel.Optimal, leaveOpen: true);
        var filter = new PngAdaptiveFilter(image.Width * 3);
        for (int y = 0; y < image.Height; y++)
            deflated.Write(filter.Apply(image.Row(y)));
    }

    // Returns where the chunk begins; its length is not known yet.
    private static long BeginChunk(MemoryStream file, uint type)
    {
        long start = file.Position;
        Span<byte> head = stackalloc byte[8];
        head.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(head[4..], type);
        file.Write(head);
        return start;
    }

    private static void EndChunk(MemoryStream file, long start)
    {
        Span<byte> chunk = file.GetBuffer().AsSpan((int)start, (int)(file.Length - start));
        BinaryPrimitives.WriteInt32BigEndian(chunk, chunk.Length - 8);
        Span<byte> checksum = stackalloc byte[ChecksumLength];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.Compute(chunk[4..]));
        file.Write(checksum);
    }
}
