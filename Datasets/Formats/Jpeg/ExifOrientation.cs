using System.Buffers.Binary;
using MLResNet.Imaging;

namespace MLResNet.Formats.Jpeg;

/// <summary>
/// How a camera was held: found in EXIF metadata, which is a TIFF structure (EXIF 2.3, tag 0x0112), and undone.
/// </summary>
internal static class ExifOrientation
{
    private const ushort OrientationTag = 0x0112;
    private const ushort TypeShort = 3;

    /// <summary>
    /// Returns 1 to 8, or 1 where the metadata say nothing or make no sense: they are an extra, not the picture.
    /// </summary>
    /// <param name="tiff">The metadata from the byte order mark on.</param>
    public static int Parse(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return 1;
        bool little = tiff.StartsWith("II"u8);
        if ((!little && !tiff.StartsWith("MM"u8)) || ReadUInt16(tiff[2..], little) != 42)
            return 1;
        uint offset = ReadUInt32(tiff[4..], little);
        if (offset > tiff.Length - 2)
            return 1;

        ReadOnlySpan<byte> directory = tiff[(int)offset..];
        int entries = ReadUInt16(directory, little);
        directory = directory[2..];
        for (; entries > 0 && directory.Length >= 12; entries--, directory = directory[12..])
        {
            if (ReadUInt16(directory, little) != OrientationTag)
                continue;
            int value = ReadUInt16(directory[8..], little);
            return ReadUInt16(directory[2..], little) == TypeShort && value is >= 1 and <= 8 ? value : 1;
        }
        return 1;
    }

    /// <summary>Turns and mirrors a picture upright; 1 leaves it as it is.</summary>
    public static RgbImage Apply(RgbImage image, int orientation)
    {
        if (orientation == 1)
            return image;
        int width = image.Width, height = image.Height;
        bool isTransposed = orientation >= 5;
        // Which edges of the stored picture the upright one's left column and top row start from.
        bool fromRight = orientation is 2 or 3 or 7 or 8, fromBottom = orientation is 3 or 4 or 6 or 7;
        int across = fromRight ? -3 : 3, down = (fromBottom ? -3 : 3) * width;
        int start = (fromRight ? 3 * (width - 1) : 0) + (fromBottom ? 3 * width * (height - 1) : 0);
        RgbImage upright = isTransposed ? new RgbImage(height, width) : new RgbImage(width, height);
        if (isTransposed)
            (across, down) = (down, across);

        ReadOnlySpan<byte> source = image.Pixels;
        for (int y = 0; y < upright.Height; y++)
        {
            Span<byte> row = upright.Row(y);
            int from = start + y * down;
            for (int x = 0; x < row.Length; x += 3, from += across)
            {
                row[x] = source[from];
                row[x + 1] = source[from + 1];
                row[x + 2] = source[from + 2];
            }
        }
        return upright;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
