using System.Buffers.Binary;

namespace MLResNet.Formats.Png;

/// <summary>The IHDR chunk.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType, bool Interlaced)
{
    /// <summary>Samples a pixel.</summary>
    public int Channels => ColorType switch
    {
        PngColorType.Rgb => 3,
        PngColorType.GreyAlpha => 2,
        PngColorType.Rgba => 4,
        _ => 1,
    };

    /// <summary>The distance, in bytes, to the sample that a filter takes for the left neighbour; at least 1.</summary>
    public int FilterStep => Math.Max(1, Channels * BitDepth / 8);

    /// <summary>The bytes of a row of that many pixels, without its filter byte.</summary>
    public long RowBytes(int pixels) => ((long)pixels * Channels * BitDepth + 7) / 8;

    /// <summary>Reads and checks the content of an IHDR chunk.</summary>
    /// <exception cref="ImageFormatException">A field has a value that the PNG specification does not know.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> content)
    {
        if (content.Length != 13)
            throw new ImageFormatException("The PNG file is damaged: its header has a wrong length.");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(content);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(content[4..]);
        int depth = content[8];
        var color = (PngColorType)content[9];
        bool known = color switch
        {
            PngColorType.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Indexed => depth is 1 or 2 or 4 or 8,
            PngColorType.Rgb or PngColorType.GreyAlpha or PngColorType.Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!known)
            throw new ImageFormatException($"The PNG file is damaged: there is no colour type {content[9]} of {depth} bits.");
        if (content[10] != 0 || content[11] != 0 || content[12] > 1 || width > int.MaxValue || height > int.MaxValue)
            throw new ImageFormatException("The PNG file is damaged: its header has a value that PNG does not define.");
        return new PngHeader((int)width, (int)height, depth, color, content[12] == 1);
    }
}
