using System.Buffers.Binary;
using System.Text.Json;

namespace MLResNet.Formats.Safetensors;

/// <summary>
/// Reads and checks the header: JSON of one object, a member per tensor {"dtype", "shape", "data_offsets": [begin, end]} and
/// "__metadata__" with strings; no name twice, bytes = shape x element size, tensors side by side from the first byte to the
/// last.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The reference implementation's own bound on the header.</summary>
    private const long MaxHeaderLength = 100_000_000;

    private const int LengthSize = 8;

    private readonly ByteSource _file;
    private readonly string _source;
    private readonly List<SafetensorsTensor> _tensors = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader(ByteSource file, string source) => (_file, _source) = (file, source);

    public IReadOnlyList<SafetensorsTensor> Tensors => _tensors;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    public static int SizeOf(SafetensorsType type) => type switch
    {
        SafetensorsType.BOOL or SafetensorsType.U8 or SafetensorsType.I8 => 1,
        SafetensorsType.F8_E4M3 or SafetensorsType.F8_E5M2 => 1,
        SafetensorsType.I16 or SafetensorsType.U16 or SafetensorsType.F16 or SafetensorsType.BF16 => 2,
        SafetensorsType.I32 or SafetensorsType.U32 or SafetensorsType.F32 => 4,
        _ => 8,
    };

    public static SafetensorsHeader Read(ByteSource file, string source)
    {
        var header = new SafetensorsHeader(file, source);
        if (file.Length < LengthSize)
            throw header.Damaged(0, $"it has {file.Length} bytes, fewer than the {LengthSize} of the header's length");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.ReadUpTo(0, LengthSize));
        if (length > MaxHeaderLength || length > (ulong)(file.Length - LengthSize))
            throw header.Damaged(0, $"it announces a header of {length} bytes and has {file.Length - LengthSize}");

        byte[] json = file.ReadUpTo(LengthSize, (int)length);
        long dataStart = LengthSize + (long)length;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        try
        {
            header.ReadObject(ref reader, dataStart, file.Length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: text that is not UTF-8
        {
            throw header.Damaged(LengthSize + reader.TokenStartIndex, "the header is not the JSON that it should be", e);
        }
        header.CheckCoverage(dataStart, file.Length);
        return header;
    }

    private void ReadObject(ref Utf8JsonReader reader, long dataStart, long fileLength)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            long position = LengthSize + reader.TokenStartIndex;
            if (!names.Add(name))
                throw Damaged(position, $"'{name}' stands in the header twice");
            reader.Read();
            if (name == "__metadata__")
                ReadMetadata(ref reader);
            else
                _tensors.Add(ReadTensor(ref reader, name, position, dataStart, fileLength));
        }
        while (reader.Read()) // only blanks may follow; anything else throws
        {
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            reader.Read();
            Expect(ref reader, JsonTokenType.String);
            if (!_metadata.TryAdd(key, reader.GetString()!))
                throw Damaged(LengthSize + reader.TokenStartIndex, $"metadata '{key}' stands in the header twice");
        }
    }

    private SafetensorsTensor ReadTensor(ref Utf8JsonReader reader, string name, long position, long dataStart, long fileLength)
    {
        string? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            reader.Read();
            bool first = key switch
            {
                "dtype" => SetOnce(ref type, ReadString(ref reader)),
                "shape" => SetOnce(ref shape, ReadIntegers(ref reader)),
                "data_offsets" => SetOnce(ref offsets, ReadIntegers(ref reader)),
                _ => false,
            };
            if (!first)
                throw Damaged(LengthSize + reader.TokenStartIndex, $"'{key}' of tensor '{name}' is unknown or stands twice");
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
            throw Damaged(position, $"tensor '{name}' lacks its dtype, its shape or its two data_offsets");
        if (!Enum.TryParse(type, out SafetensorsType elementType) || elementType.ToString() != type)
            throw Damaged(position, $"tensor '{name}' has the unknown dtype '{type}'");
        if (begin > end || end > fileLength - dataStart)
            throw Damaged(position, $"tensor '{name}' claims bytes {begin} to {end} of {fileLength - dataStart}");
        if (LengthOf(shape, elementType) is not { } length || length != end - begin)
        {
            throw Damaged(
                position, $"tensor '{name}' of {type} [{string.Join(", ", shape)}] does not fill its {end - begin} bytes");
        }
        return new SafetensorsTensor(_source, name, elementType, shape, dataStart + begin, length, _file);
    }

    /// <summary>Sorts the tensors by position and demands that they lie side by side and fill the file.</summary>
    private void CheckCoverage(long dataStart, long fileLength)
    {
        _tensors.Sort((a, b) => (a.Offset, a.Length).CompareTo((b.Offset, b.Length)));
        long next = dataStart;
        foreach (SafetensorsTensor tensor in _tensors)
        {
            if (tensor.Offset != next)
            {
                throw Damaged(Math.Min(next, tensor.Offset),
                    $"tensor '{tensor.Name}' starts at {tensor.Offset} where {next} was expected: they overlap or leave a hole");
            }
            next += tensor.Length;
        }
        if (next != fileLength)
            throw Damaged(next, $"{fileLength - next} bytes belong to no tensor");
    }

    /// <summary>Elements times element size, or null where that overflows.</summary>
    private static long? LengthOf(List<long> shape, SafetensorsType type)
    {
        long length = SizeOf(type);
        foreach (long side in shape)
        {
            if (side != 0 && length > long.MaxValue / side)
                return null;
            length *= side;
        }
        return length;
    }

    private static bool SetOnce<T>(ref T? field, T value) where T : class
    {
        bool first = field is null;
        field = value;
        return first;
    }

    private static string ReadString(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        return reader.GetString()!;
    }

    private static List<long> ReadIntegers(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        var values = new List<long>(4);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref reader, JsonTokenType.Number);
            if (!reader.TryGetInt64(out long value) || value < 0)
                throw new JsonException("A count or an offset is not a whole number.");
            values.Add(value);
        }
        return values;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type)
            throw new JsonException($"{type} expected, {reader.TokenType} found.");
    }

    private ModelFormatException Damaged(long offset, string reason, Exception? cause = null) =>
        ModelFormatException.Damaged(_source, offset, reason, cause);
}
