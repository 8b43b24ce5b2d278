namespace MLResNet.Formats.Jpeg;

/// <summary>
/// Gathers the bytes of a stream: markers as they are, entropy-coded bits with a zero stuffed behind each 0xFF.
/// </summary>
internal sealed class BitWriter(int capacity)
{
    private byte[] _bytes = new byte[Math.Max(capacity, 64)];
    private int _length;
    private ulong _bits;
    private int _count;

    /// <summary>Appends bytes as they are.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Appends the lowest bits of a value, the highest of them first; at most 32, the rest of the value zero.</summary>
    public void Write(uint value, int bits)
    {
        _bits = (_bits << bits) | value;
        _count += bits;
        if (_count >= 32)
            Drain();
    }

    /// <summary>Fills the last byte with ones, as a scan ends.</summary>
    public void Flush()
    {
        int padding = -_count & 7;
        Write((1u << padding) - 1, padding);
        Drain();
    }

    /// <summary>All bytes so far.</summary>
    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    private void Drain()
    {
        Reserve(16); // 8 bytes, each of which may need a zero behind it
        while (_count >= 8)
        {
            _count -= 8;
            byte next = (byte)(_bits >> _count);
            _bytes[_length++] = next;
            if (next == 0xFF)
                _bytes[_length++] = 0;
        }
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - _length < more)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + more));
    }
}
