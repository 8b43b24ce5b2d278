using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace MLResNet.Formats.Protobuf;

/// <summary>
/// One message being written. Fields are gathered in order; large arrays stay where they are until <see cref="CopyTo"/> writes
/// them, so that nothing of a model's size is copied, however deep its message lies.
/// </summary>
internal sealed class ProtobufWriter
{
    private readonly List<Part> _parts = [];
    private readonly List<byte> _pending = [];
    private long _length;

    /// <summary>Bytes of the message so far.</summary>
    public long Length => _length + _pending.Count;

    /// <summary>An integer or an enum.</summary>
    public void WriteInteger(int field, long value)
    {
        Tag(field, WireType.Varint);
        Varint((ulong)value);
    }

    /// <summary>A number of single precision.</summary>
    public void WriteSingle(int field, float value)
    {
        Tag(field, WireType.Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _pending.AddRange(bytes);
    }

    /// <summary>A text, as UTF-8.</summary>
    public void WriteString(int field, string value) => WriteBytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Bytes; copied, so meant for short ones.</summary>
    public void WriteBytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireType.Bytes);
        Varint((ulong)value.Length);
        _pending.AddRange(value);
    }

    /// <summary>
    /// Numbers as bytes, four each, little-endian. They are kept, not copied, so they must not change until the end.
    /// </summary>
    public void WriteSingles(int field, ReadOnlyMemory<float> values)
    {
        Tag(field, WireType.Bytes);
        Varint((ulong)values.Length * sizeof(float));
        Add(new Part([], values));
    }

    /// <summary>A message, complete by now.</summary>
    public void WriteMessage(int field, ProtobufWriter message)
    {
        Tag(field, WireType.Bytes);
        Varint((ulong)message.Length);
        Append(message);
    }

    /// <summary>The fields of another message after those of this one.</summary>
    public void Append(ProtobufWriter message)
    {
        message.Settle();
        foreach (Part part in message._parts)
        {
            if (part.Singles.IsEmpty)
                _pending.AddRange(part.Bytes);
            else
                Add(part);
        }
    }

    /// <summary>Writes the message.</summary>
    public void CopyTo(Stream stream)
    {
        Settle();
        foreach (Part part in _parts)
        {
            stream.Write(part.Bytes);
            if (BitConverter.IsLittleEndian)
                stream.Write(MemoryMarshal.AsBytes(part.Singles.Span));
            else
                WriteReversed(stream, part.Singles.Span);
        }
    }

    private static void WriteReversed(Stream stream, ReadOnlySpan<float> values)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }

    private void Tag(int field, WireType type) => Varint((ulong)field << 3 | (uint)type);

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _pending.Add((byte)(value | 0x80));
        _pending.Add((byte)value);
    }

    private void Add(Part part)
    {
        Settle();
        _parts.Add(part);
        _length += part.Bytes.Length + (long)part.Singles.Length * sizeof(float);
    }

    // The short fields so far become a part of their own.
    private void Settle()
    {
        if (_pending.Count == 0)
            return;
        byte[] bytes = [.. _pending];
        _pending.Clear();
        _parts.Add(new Part(bytes, default));
        _length += bytes.Length;
    }

    /// <summary>Either short fields or one long array.</summary>
    private readonly record struct Part(byte[] Bytes, ReadOnlyMemory<float> Singles);
}
