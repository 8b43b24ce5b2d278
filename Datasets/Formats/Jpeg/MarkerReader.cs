using System.Buffers.Binary;

namespace MLResNet.Formats.Jpeg;

/// <summary>Walks over the markers of a file and their segments.</summary>
internal ref struct MarkerReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>Where the next marker is looked for.</summary>
    public int Position { get; private set; }

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _data[Position..];

    /// <summary>
    /// Finds the next marker over fill bytes, stuffed bytes and whatever else lies between; false at the end of the data.
    /// </summary>
    public bool TryReadMarker(out byte marker)
    {
        while (true)
        {
            int found = Rest.IndexOf((byte)0xFF);
            if (found < 0)
                break;
            Position += found;
            int code = Rest.IndexOfAnyExcept((byte)0xFF);
            if (code < 0)
                break;
            marker = Rest[code];
            Position += code + 1;
            if (marker != 0)
                return true;
        }
        Position = _data.Length;
        marker = 0;
        return false;
    }

    /// <summary>Reads the segment behind a marker, without its length.</summary>
    public ReadOnlySpan<byte> ReadSegment()
    {
        if (!BinaryPrimitives.TryReadUInt16BigEndian(Rest, out ushort length) || length > Rest.Length)
            JpegError.ThrowCutShort();
        if (length < 2)
            throw JpegError.Damaged("length of a segment");
        ReadOnlySpan<byte> segment = Rest[2..length];
        Position += length;
        return segment;
    }

    /// <summary>Steps over bytes that another reader has consumed.</summary>
    public void Advance(int bytes) => Position += bytes;
}
