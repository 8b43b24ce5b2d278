using System.Buffers.Binary;
using System.Text;

namespace MLResNet.Formats.Protobuf;

/// <summary>
/// Reads the fields of one protocol-buffers message, in the order of the file: <see cref="Next"/>, then the Read method of the
/// field's kind; a field that is not read is skipped. Every length is checked against the message that holds it, and errors name
/// the byte. Format: https://protobuf.dev/programming-guides/encoding.
/// </summary>
internal ref struct ProtobufReader
{
    /// <summary>Messages within messages; ONNX and TensorFlow graphs without sub-graphs need less than a dozen.</summary>
    private const int MaxDepth = 32;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _file;
    private readonly string _source;
    private readonly int _end;
    private readonly int _depth;
    private int _position;
    private bool _isUnread;

    /// <summary>A reader of the message that a whole file is.</summary>
    /// <param name="file">The file.</param>
    /// <param name="source">What errors call it.</param>
    public ProtobufReader(ReadOnlySpan<byte> file, string source) : this(file, source, new ByteRange(0, file.Length)) { }

    /// <summary>A reader of a part of a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="source">What errors call it.</param>
    /// <param name="message">The part, which lies within the file.</param>
    /// <param name="depth">How many messages it lies in.</param>
    public ProtobufReader(ReadOnlySpan<byte> file, string source, ByteRange message, int depth = 0)
    {
        _file = file;
        _source = source;
        _position = message.Offset;
        _end = message.Offset + message.Length;
        _depth = depth;
    }

    /// <summary>Number of the field at hand.</summary>
    public int Field { get; private set; }

    /// <summary>How its value is spelled.</summary>
    public WireType Type { get; private set; }

    /// <summary>Where the field begins in the file.</summary>
    public int Offset { get; private set; }

    /// <summary>Goes on to the next field; false at the end of the message.</summary>
    /// <exception cref="ModelFormatException">No field can begin here.</exception>
    public bool Next()
    {
        if (_isUnread)
            Skip();
        if (_position == _end)
            return false;
        Offset = _position;
        ulong tag = Varint();
        int type = (int)(tag & 7);
        if (tag >> 3 is 0 or > int.MaxValue >> 2 || type is not ((>= 0 and <= 2) or 5))
            throw Damaged(Offset, "no field can begin with these bytes");
        (Field, Type) = ((int)(tag >> 3), (WireType)type);
        _isUnread = true;
        return true;
    }

    /// <summary>An integer (int32, int64, uint32, uint64, bool or an enum).</summary>
    public long ReadInteger()
    {
        Expect(WireType.Varint, "an integer");
        return (long)Varint();
    }

    /// <summary>A number of single precision.</summary>
    public float ReadSingle()
    {
        Expect(WireType.Fixed32, "a number");
        return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));
    }

    /// <summary>Where the bytes of a field lie.</summary>
    public ByteRange ReadRange()
    {
        Expect(WireType.Bytes, "a run of bytes");
        return Range();
    }

    /// <summary>A text.</summary>
    public string ReadString()
    {
        ByteRange range = ReadRange();
        try
        {
            return Utf8.GetString(_file.Slice(range.Offset, range.Length));
        }
        catch (DecoderFallbackException e)
        {
            throw Damaged(range.Offset, "text is not UTF-8", e);
        }
    }

    /// <summary>A message within this one.</summary>
    public ProtobufReader ReadMessage()
    {
        ByteRange range = ReadRange();
        if (_depth == MaxDepth)
            throw Damaged(Offset, $"messages lie in one another more than {MaxDepth} deep");
        return new ProtobufReader(_file, _source, range, _depth + 1);
    }

    /// <summary>Adds a repeated field's integers, which come one by one or packed together.</summary>
    /// <param name="values">Gets the integers.</param>
    /// <param name="limit">How many it may hold in the end.</param>
    public void ReadIntegers(List<long> values, int limit)
    {
        ByteRange range = ReadNumbers();
        var packed = new ProtobufReader(_file, _source, range);
        while (packed.ReadPacked(out long value))
        {
            if (values.Count == limit)
                throw Damaged(range.Offset, $"field {Field} has more than {limit} integers");
            values.Add(value);
        }
    }

    /// <summary>Where numbers of a repeated field lie, one or several packed together, side by side in either case.</summary>
    public ByteRange ReadNumbers()
    {
        if (Type == WireType.Bytes)
            return ReadRange();
        int start = _position;
        Skip();
        return new ByteRange(start, _position - start);
    }

    /// <summary>The next of the integers that a range of the file consists of; false at its end.</summary>
    public bool ReadPacked(out long value)
    {
        bool more = _position < _end;
        value = more ? (long)Varint() : 0;
        return more;
    }

    /// <summary>The error of a file whose bytes cannot be right.</summary>
    /// <param name="offset">Where.</param>
    /// <param name="reason">Why, as a clause.</param>
    /// <param name="cause">The error behind it.</param>
    public readonly ModelFormatException Damaged(int offset, string reason, Exception? cause = null) =>
        new($"{_source} is damaged at byte {offset}: {reason}.", cause);

    private void Skip()
    {
        _isUnread = false;
        switch (Type)
        {
            case WireType.Varint:
                Varint();
                break;
            case WireType.Fixed64:
                Take(sizeof(ulong));
                break;
            case WireType.Fixed32:
                Take(sizeof(uint));
                break;
            default:
                Range();
                break;
        }
    }

    private void Expect(WireType type, string what)
    {
        if (Type != type)
            throw Damaged(Offset, $"field {Field} is not {what}");
        _isUnread = false;
    }

    private ByteRange Range()
    {
        int start = _position;
        ulong length = Varint();
        if (length > (ulong)(_end - _position))
            throw Damaged(start, $"{length} bytes are announced where {_end - _position} are left");
        ByteRange range = new(_position, (int)length);
        _position += range.Length;
        return range;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _end - _position)
            throw Damaged(_position, $"{length} bytes are needed where {_end - _position} are left");
        ReadOnlySpan<byte> bytes = _file.Slice(_position, length);
        _position += length;
        return bytes;
    }

    private ulong Varint()
    {
        int start = _position;
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte b = Take(1)[0];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
        throw Damaged(start, "an integer has more than 64 bits");
    }
}
