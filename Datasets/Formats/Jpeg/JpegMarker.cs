namespace MLResNet.Formats.Jpeg;

/// <summary>Second bytes of the markers of ITU-T T.81, table B.1; the first is always 0xFF.</summary>
internal static class JpegMarker
{
    public const byte Temporary = 0x01;
    public const byte StartOfFrameBaseline = 0xC0;
    public const byte StartOfFrameExtended = 0xC1;
    public const byte StartOfFrameProgressive = 0xC2;
    public const byte HuffmanTables = 0xC4;
    public const byte ReservedForExtensions = 0xC8;
    public const byte ArithmeticConditioning = 0xCC;
    public const byte StartOfFrameLast = 0xCF;
    public const byte Restart0 = 0xD0;
    public const byte Restart7 = 0xD7;
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte QuantizationTables = 0xDB;
    public const byte NumberOfLines = 0xDC;
    public const byte RestartInterval = 0xDD;
    public const byte Application0 = 0xE0;
    public const byte Application1 = 0xE1;
    public const byte Application14 = 0xEE;

    /// <summary>RST0 to RST7, which stand between the restart intervals of a scan.</summary>
    public static bool IsRestart(byte marker) => marker is >= Restart0 and <= Restart7;
}
