using System.Buffers.Binary;

namespace MLResNet.Formats.Jpeg;

/// <summary>What the markers of a file have said so far: tables, frame, colour, orientation.</summary>
internal sealed class JpegHeaders(DecodeOptions options)
{
    private readonly short[]?[] _quantization = new short[4][];
    private readonly HuffmanTable?[] _dc = new HuffmanTable[4];
    private readonly HuffmanTable?[] _ac = new HuffmanTable[4];
    private int _restartInterval;
    private bool _hasJfif;
    private int? _adobeTransform;
    private FrameHeader? _frame;

    /// <summary>The frame header, once a scan has been found.</summary>
    public FrameHeader Frame => _frame ?? throw JpegError.Damaged("order of the markers");

    /// <summary>The EXIF orientation, 1 to 8; 1 where nothing is said.</summary>
    public int Orientation { get; private set; } = 1;

    /// <summary>Whether the end of the picture has been marked, so that nothing is missing.</summary>
    public bool EndSeen { get; private set; }

    /// <summary>
    /// The meaning of the components, found out as libjpeg does: JFIF, then Adobe's marker, then the components' ids.
    /// </summary>
    public ColorModel ColorModel => Frame.Components.Length switch
    {
        1 => ColorModel.Greyscale,
        3 when _hasJfif => ColorModel.YCbCr,
        3 when _adobeTransform is int transform => transform == 0 ? ColorModel.Rgb : ColorModel.YCbCr,
        3 => Frame.Components[0].Id == 'R' && Frame.Components[1].Id == 'G' && Frame.Components[2].Id == 'B'
            ? ColorModel.Rgb
            : ColorModel.YCbCr,
        _ => _adobeTransform is null or 0 ? ColorModel.Cmyk : ColorModel.Ycck,
    };

    /// <summary>Reads markers up to the next scan and its header; null at the end of the picture or of the data.</summary>
    public ScanHeader? ReadToScan(ref MarkerReader reader)
    {
        while (reader.TryReadMarker(out byte marker))
        {
            if (marker == JpegMarker.Temporary || JpegMarker.IsRestart(marker))
                continue;
            if (marker == JpegMarker.EndOfImage)
            {
                EndSeen = true;
                return null;
            }
            if (marker == JpegMarker.StartOfImage)
                throw JpegError.Damaged("order of the markers");
            ReadOnlySpan<byte> segment = reader.ReadSegment();
            if (marker == JpegMarker.StartOfScan)
                return ParseScan(segment);
            Parse(marker, segment);
        }
        return null;
    }

    private void Parse(byte marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case JpegMarker.HuffmanTables:
                ParseHuffmanTables(segment);
                break;
            case JpegMarker.QuantizationTables:
                ParseQuantizationTables(segment);
                break;
            case JpegMarker.RestartInterval:
                if (segment.Length != 2)
                    throw JpegError.Damaged("restart interval");
                _restartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                break;
            case JpegMarker.Application0:
                _hasJfif |= segment.StartsWith("JFIF\0"u8);
                break;
            case JpegMarker.Application1:
                if (segment.StartsWith("Exif\0\0"u8))
                    Orientation = ExifOrientation.Parse(segment[6..]);
                break;
            case JpegMarker.Application14:
                if (segment.Length >= 12 && segment.StartsWith("Adobe"u8))
                    _adobeTransform = segment[11];
                break;
            case JpegMarker.ReservedForExtensions or JpegMarker.ArithmeticConditioning:
                break;
            case >= JpegMarker.StartOfFrameBaseline and <= JpegMarker.StartOfFrameLast:
                if (_frame != null)
                    throw JpegError.Damaged("order of the markers");
                _frame = FrameHeader.Parse(marker, segment, options);
                break;
        }
    }

    private void ParseQuantizationTables(ReadOnlySpan<byte> segment)
    {
        while (!segment.IsEmpty)
        {
            int bytes = segment[0] >> 4 == 0 ? 1 : 2, slot = segment[0] & 15;
            if (slot > 3 || segment.Length < 1 + 64 * bytes)
                throw JpegError.Damaged("quantisation table");
            short[] table = new short[64];
            for (int k = 0; k < 64; k++)
            {
                table[ZigZag.NaturalOrder[k]] = bytes == 1
                    ? segment[1 + k]
                    : (short)BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + 2 * k)..]);
            }
            _quantization[slot] = table;
            segment = segment[(1 + 64 * bytes)..];
        }
    }

    private void ParseHuffmanTables(ReadOnlySpan<byte> segment)
    {
        while (!segment.IsEmpty)
        {
            int kind = segment[0] >> 4, slot = segment[0] & 15, count = 0;
            if (kind > 1 || slot > 3 || segment.Length < 17)
                throw JpegError.Damaged("Huffman table");
            foreach (byte words in segment[1..17])
                count += words;
            if (count > 256 || segment.Length < 17 + count)
                throw JpegError.Damaged("Huffman table");
            (kind == 0 ? _dc : _ac)[slot] = new HuffmanTable(segment[1..17], segment.Slice(17, count), isDc: kind == 0);
            segment = segment[(17 + count)..];
        }
    }

    private ScanHeader ParseScan(ReadOnlySpan<byte> segment)
    {
        FrameHeader frame = Frame;
        int count = segment.IsEmpty ? 0 : segment[0];
        if (count is < 1 or > 4 || segment.Length != 4 + 2 * count)
            throw JpegError.Damaged("scan header");
        ReadOnlySpan<byte> last = segment[(1 + 2 * count)..];
        int start = last[0], end = last[1], high = last[2] >> 4, low = last[2] & 15;
        if (!frame.IsProgressive)
            (start, end, high, low) = (0, 63, 0, 0);

        var components = new ScanComponent[count];
        int blocks = 0;
        for (int i = 0; i < count; i++)
        {
            byte id = segment[1 + 2 * i], slots = segment[2 + 2 * i];
            // Ids need not be unique: the first that has not been taken.
            bool IsMeant(FrameComponent part) => part.Id == id && !components.Any(taken => taken?.Frame == part);
            FrameComponent component = Array.Find(frame.Components, IsMeant) ?? throw JpegError.Damaged("scan header");
            component.Quantization ??= _quantization[component.QuantizationSlot] ?? throw JpegError.Damaged("quantisation table");
            components[i] = new ScanComponent(
                component,
                start == 0 && high == 0 ? Find(_dc, slots >> 4, isDc: true) : null,
                end > 0 ? Find(_ac, slots & 15, isDc: false) : null);
            blocks += component.Horizontal * component.Vertical;
        }
        if (count > 1 && blocks > 10)
            throw JpegError.Damaged("scan header");
        return new ScanHeader(components, start, end, high, low, _restartInterval);
    }

    private static HuffmanTable Find(HuffmanTable?[] tables, int slot, bool isDc)
    {
        if (slot > 3)
            throw JpegError.Damaged("scan header");
        return tables[slot] ??= Standard(slot, isDc) ?? throw JpegError.Damaged("Huffman table");
    }

    /// <summary>What a slot without a table of the file's own means.</summary>
    private static HuffmanTable? Standard(int slot, bool isDc) => (slot, isDc) switch
    {
        (0, true) => new HuffmanTable(StandardTables.LuminanceDcCounts, StandardTables.DcSymbols, isDc),
        (1, true) => new HuffmanTable(StandardTables.ChrominanceDcCounts, StandardTables.DcSymbols, isDc),
        (0, false) => new HuffmanTable(StandardTables.LuminanceAcCounts, StandardTables.LuminanceAcSymbols, isDc),
        (1, false) => new HuffmanTable(StandardTables.ChrominanceAcCounts, StandardTables.ChrominanceAcSymbols, isDc),
        _ => null,
    };
}
