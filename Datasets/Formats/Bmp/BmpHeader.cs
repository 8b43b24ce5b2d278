using System.Buffers.Binary;

namespace MLResNet.Formats.Bmp;

/// <summary>
/// What a bitmap's headers say: the file header and, told apart by their lengths, BITMAPCOREHEADER (12), the OS/2 2.x headers (16
/// to 64), BITMAPINFOHEADER (40), its extensions with masks (52, 56), BITMAPV4HEADER (108) and BITMAPV5HEADER (124).
/// </summary>
internal sealed record BmpHeader
{
    private const int FileHeaderLength = 14;
    private const int CoreLength = 12;
    private const int Os2Length = 64;
    private const int LongestLength = 124;

    /// <summary>Pixels a row.</summary>
    public required long Width { get; init; }

    /// <summary>Rows.</summary>
    public required long Height { get; init; }

    /// <summary>Whether the first row of the file is the top one and not the bottom one.</summary>
    public required bool TopDown { get; init; }

    /// <summary>1, 2, 4, 8, 16, 24 or 32.</summary>
    public required int BitsPerPixel { get; init; }

    /// <summary>How the pixels are stored.</summary>
    public required BmpCompression Compression { get; init; }

    /// <summary>The masks of red, green, blue and opacity in a pixel of 16 or 32 bits; none for opacity: opaque.</summary>
    public required (uint Red, uint Green, uint Blue, uint Alpha) Masks { get; init; }

    /// <summary>Where the palette begins in the file.</summary>
    public required int PaletteStart { get; init; }

    /// <summary>Colours in the palette, at most 256.</summary>
    public required int PaletteColors { get; init; }

    /// <summary>Bytes a colour of the palette, in the order B, G, R: 3 or 4.</summary>
    public required int PaletteStep { get; init; }

    /// <summary>Where the pixels begin in the file.</summary>
    public required int PixelStart { get; init; }

    /// <summary>Bytes a row of the file takes where it is not compressed: whole groups of four.</summary>
    public long Stride => (Width * BitsPerPixel + 31) / 32 * 4;

    /// <summary>Reads the headers.</summary>
    /// <exception cref="ImageFormatException">
    /// They are cut short, contradict themselves or belong to a kind that is not supported.
    /// </exception>
    public static BmpHeader Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeaderLength + 4)
            throw Truncated();
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(file[FileHeaderLength..]);
        if (length is not CoreLength and (< 16 or > LongestLength))
            throw new ImageFormatException($"BMP with a header of {length} bytes is not supported; convert it to PNG.");
        if (file.Length < FileHeaderLength + length)
            throw Truncated();
        ReadOnlySpan<byte> info = file.Slice(FileHeaderLength, (int)length);
        bool core = length == CoreLength;

        long width = core ? BinaryPrimitives.ReadUInt16LittleEndian(info[4..]) : (int)Field(info, 4);
        long height = core ? BinaryPrimitives.ReadUInt16LittleEndian(info[6..]) : (int)Field(info, 8);
        int depth = BinaryPrimitives.ReadUInt16LittleEndian(info[(core ? 10 : 14)..]);
        BmpCompression compression = CompressionOf(Field(info, 16), (int)length);
        CheckDepth(depth, compression);

        int maskBytes = 0;
        var masks = compression == BmpCompression.BitFields ? ReadMasks(file, info, out maskBytes) : DefaultMasks(depth);
        int paletteStart = FileHeaderLength + (int)length + maskBytes;
        int paletteStep = core ? 3 : 4;
        long colors = depth > 8 ? 0 : Field(info, 32) is > 0 and <= 256 and uint used ? used : 1 << depth;

        // An offset into the headers is none; one into the palette means that the palette is shorter than it should be.
        long pixelStart = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        if (pixelStart < paletteStart)
            pixelStart = paletteStart + colors * paletteStep;
        colors = Math.Min(colors, (pixelStart - paletteStart) / paletteStep);
        if (pixelStart > file.Length)
            throw Truncated();

        return new BmpHeader
        {
            Width = width,
            Height = Math.Abs(height),
            TopDown = height < 0,
            BitsPerPixel = depth,
            Compression = compression,
            Masks = masks,
            PaletteStart = paletteStart,
            PaletteColors = (int)colors,
            PaletteStep = paletteStep,
            PixelStart = (int)pixelStart,
        };
    }

    /// <summary>The error of a file that ends too early.</summary>
    public static ImageFormatException Truncated() => new("The BMP file is truncated: it ends before its image does.");

    // A shorter header leaves out fields from the end; they count as 0.
    private static uint Field(ReadOnlySpan<byte> info, int offset) =>
        offset + 4 <= info.Length ? BinaryPrimitives.ReadUInt32LittleEndian(info[offset..]) : 0;

    private static BmpCompression CompressionOf(uint number, int headerLength)
    {
        bool os2 = headerLength is > CoreLength and <= Os2Length and not (40 or 52 or 56);
        return number switch
        {
            0 => BmpCompression.None,
            1 => BmpCompression.RunLength8,
            2 => BmpCompression.RunLength4,
            3 when !os2 => BmpCompression.BitFields,
            4 when os2 => BmpCompression.RunLength24,
            6 when !os2 => BmpCompression.BitFields,
            3 => throw NotSupported("Huffman coding"),
            4 => throw NotSupported("an embedded JPEG"),
            5 => throw NotSupported("an embedded PNG"),
            _ => throw NotSupported($"compression {number}"),
        };
    }

    private static void CheckDepth(int depth, BmpCompression compression)
    {
        bool known = compression switch
        {
            BmpCompression.RunLength4 => depth == 4,
            BmpCompression.RunLength8 => depth == 8,
            BmpCompression.RunLength24 => depth == 24,
            BmpCompression.BitFields => depth is 16 or 32,
            _ => depth is 1 or 2 or 4 or 8 or 16 or 24 or 32,
        };
        if (!known)
            throw NotSupported($"{depth} bits a pixel in this compression");
    }

    // The masks stand in the header where it is long enough, and behind it otherwise.
    private static (uint Red, uint Green, uint Blue, uint Alpha) ReadMasks(
        ReadOnlySpan<byte> file, ReadOnlySpan<byte> info, out int bytesBehind)
    {
        const int InfoLength = 40;
        const uint AlphaBitFields = 6;
        bytesBehind = info.Length > InfoLength ? 0 : Field(info, 16) == AlphaBitFields ? 16 : 12;
        if (file.Length < FileHeaderLength + info.Length + bytesBehind)
            throw Truncated();
        ReadOnlySpan<byte> withMasks = file.Slice(FileHeaderLength, info.Length + bytesBehind);
        return (Field(withMasks, 40), Field(withMasks, 44), Field(withMasks, 48), Field(withMasks, 52));
    }

    private static (uint Red, uint Green, uint Blue, uint Alpha) DefaultMasks(int depth) =>
        depth == 16 ? (0x7C00u, 0x03E0u, 0x001Fu, 0u) : (0xFF0000u, 0x00FF00u, 0x0000FFu, 0u);

    private static ImageFormatException NotSupported(string what) => new($"BMP with {what} is not supported; convert it to PNG.");
}
