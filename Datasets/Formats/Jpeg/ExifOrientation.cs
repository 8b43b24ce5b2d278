using System.Buffers.Binary;

namespace MLResNet.Formats.Jpeg;

/// <summary>Finds the orientation in EXIF metadata, which is a TIFF structure (EXIF 2.3, tag 0x0112).</summary>
internal static class ExifOrientation
{
    private const ushort OrientationTag = 0x0112;
    private const ushort TypeShort = 3;

    /// <summary>Returns 1 to 8, or 1 where the metadata say nothing or make no sense: they are an extra, not the picture.</summary>
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

    private static ushort ReadUInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
