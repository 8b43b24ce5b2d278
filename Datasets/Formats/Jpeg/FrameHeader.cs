using System.Buffers.Binary;

namespace MLResNet.Formats.Jpeg;

/// <summary>The frame header (SOF): size, components and sampling.</summary>
internal sealed class FrameHeader
{
    private FrameHeader(bool isProgressive, int width, int height, FrameComponent[] components)
    {
        IsProgressive = isProgressive;
        Width = width;
        Height = height;
        Components = components;
        MaxHorizontal = components.Max(component => component.Horizontal);
        MaxVertical = components.Max(component => component.Vertical);
    }

    public bool IsProgressive { get; }

    public int Width { get; }

    public int Height { get; }

    public FrameComponent[] Components { get; }

    public int MaxHorizontal { get; }

    public int MaxVertical { get; }

    /// <summary>MCUs of an interleaved scan that cover the width.</summary>
    public int UnitsAcross => CeilingDivide(Width, 8 * MaxHorizontal);

    /// <summary>MCUs of an interleaved scan that cover the height.</summary>
    public int UnitsDown => CeilingDivide(Height, 8 * MaxVertical);

    /// <summary>Reads the segment of a SOF marker and checks that it is of a kind the decoder knows.</summary>
    public static FrameHeader Parse(byte marker, ReadOnlySpan<byte> segment, DecodeOptions options)
    {
        RefuseUnsupported(marker);
        if (segment.Length < 6 || segment.Length != 6 + 3 * segment[5])
            throw JpegError.Damaged("frame header");
        if (segment[0] is 12 or 16)
            throw JpegError.NotSupported($"{segment[0]}-bit samples");
        if (segment[0] != 8)
            throw JpegError.Damaged("frame header");
        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        if (height == 0)
            throw JpegError.NotSupported("a height that is given only after the picture (DNL)");
        DecodeLimits.CheckSize("JPEG", width, height, options);
        FrameComponent[] components = ParseComponents(segment[6..], width, height);
        return new FrameHeader(marker == JpegMarker.StartOfFrameProgressive, width, height, components);
    }

    public static int CeilingDivide(int dividend, int divisor) => (dividend + divisor - 1) / divisor;

    private static FrameComponent[] ParseComponents(ReadOnlySpan<byte> fields, int width, int height)
    {
        int count = fields.Length / 3;
        if (count is not (1 or 3 or 4))
            throw JpegError.NotSupported($"{count} colour components");
        int maxHorizontal = 1, maxVertical = 1;
        for (int i = 0; i < count; i++)
        {
            int horizontal = fields[3 * i + 1] >> 4, vertical = fields[3 * i + 1] & 15;
            if (horizontal is < 1 or > 4 || vertical is < 1 or > 4 || fields[3 * i + 2] > 3)
                throw JpegError.Damaged("frame header");
            maxHorizontal = Math.Max(maxHorizontal, horizontal);
            maxVertical = Math.Max(maxVertical, vertical);
        }

        var components = new FrameComponent[count];
        for (int i = 0; i < count; i++)
        {
            // A single component is never interleaved: its sampling means nothing.
            int horizontal = count == 1 ? maxHorizontal : fields[3 * i + 1] >> 4;
            int vertical = count == 1 ? maxVertical : fields[3 * i + 1] & 15;
            components[i] = new FrameComponent(
                fields[3 * i],
                count == 1 ? 1 : horizontal,
                count == 1 ? 1 : vertical,
                fields[3 * i + 2])
            {
                Index = i,
                BlocksAcross = CeilingDivide(width * horizontal, 8 * maxHorizontal),
                BlocksDown = CeilingDivide(height * vertical, 8 * maxVertical),
            };
        }
        return components;
    }

    private static void RefuseUnsupported(byte marker)
    {
        switch (marker)
        {
            case JpegMarker.StartOfFrameBaseline or JpegMarker.StartOfFrameExtended or JpegMarker.StartOfFrameProgressive:
                return;
            case 0xC3:
                throw JpegError.NotSupported("lossless compression");
            case >= 0xC5 and <= 0xC7:
                throw JpegError.NotSupported("hierarchical compression");
            case 0xC9 or 0xCA:
                throw JpegError.NotSupported("arithmetic coding");
            case 0xCB:
                throw JpegError.NotSupported("lossless compression and arithmetic coding");
            default:
                throw JpegError.NotSupported("hierarchical compression and arithmetic coding");
        }
    }
}
