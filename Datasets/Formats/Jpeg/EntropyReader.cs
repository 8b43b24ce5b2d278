namespace MLResNet.Formats.Jpeg;

/// <summary>
/// The entropy-coded data of one scan, restart interval by restart interval: each is copied without its stuffed bytes, and read
/// from there.
/// </summary>
internal unsafe ref struct EntropyReader
{
    /// <summary>
    /// Readable bytes, all 0, behind the data: more than the ten blocks of an MCU can take with 64 codes of at most 16 + 15 bits.
    /// </summary>
    public const int Padding = 4096;

    private readonly byte* _buffer;
    private readonly int _restartInterval;
    private MarkerReader _source;
    private byte* _end;
    private int _unitsLeft;
    private int _nextRestart;

    /// <summary>The bits of the current interval.</summary>
    public BitReader Bits;

    /// <summary>Starts at the first byte behind the scan's header.</summary>
    /// <param name="data">What follows the header, to the end of the file.</param>
    /// <param name="buffer">Room for as many bytes and <see cref="Padding"/> more.</param>
    /// <param name="restartInterval">MCUs between restart markers; 0 for none.</param>
    public EntropyReader(ReadOnlySpan<byte> data, byte* buffer, int restartInterval)
    {
        _source = new MarkerReader(data);
        _buffer = buffer;
        _restartInterval = restartInterval;
        BeginInterval();
    }

    /// <summary>Bytes read so far; the next is that of a marker, or the end.</summary>
    public readonly int Consumed => _source.Position;

    /// <summary>
    /// To be called before each MCU: true if a new interval begins with it, so that all predictions start afresh.
    /// </summary>
    public bool StartUnit()
    {
        CheckNotOverrun();
        bool restart = _unitsLeft == 0;
        if (restart)
        {
            if (!_source.TryReadMarker(out byte marker) || marker == JpegMarker.EndOfImage)
                JpegError.ThrowCutShort();
            if (marker != JpegMarker.Restart0 + _nextRestart)
                JpegError.ThrowDamagedSamples();
            _nextRestart = (_nextRestart + 1) & 7;
            BeginInterval();
        }
        _unitsLeft--;
        return restart;
    }

    /// <summary>Fails if more bits have been read than there were; to be called at the end.</summary>
    public readonly void CheckNotOverrun()
    {
        if (Bits.IsBeyond(_end))
            JpegError.ThrowCutShort();
    }

    private void BeginInterval()
    {
        _unitsLeft = _restartInterval == 0 ? int.MaxValue : _restartInterval;
        ReadOnlySpan<byte> rest = _source.Rest;
        int consumed = Unstuff(rest, new Span<byte>(_buffer, rest.Length), out int length);
        _source.Advance(consumed);
        _end = _buffer + length;
        new Span<byte>(_end, Padding).Clear();
        Bits = new BitReader(_buffer);
    }

    /// <summary>Copies up to the next marker, 0xFF 0x00 as 0xFF; returns the bytes consumed.</summary>
    private static int Unstuff(ReadOnlySpan<byte> source, Span<byte> destination, out int length)
    {
        int position = 0;
        length = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = source[position..];
            int run = rest.IndexOf((byte)0xFF);
            if (run < 0)
                run = rest.Length;
            rest[..run].CopyTo(destination[length..]);
            length += run;
            position += run;

            int code = rest[run..].IndexOfAnyExcept((byte)0xFF);
            if (code < 0 || source[position + code] != 0)
                return position;
            destination[length++] = 0xFF;
            position += code + 1;
        }
    }
}
