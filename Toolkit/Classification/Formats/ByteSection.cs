namespace MLResNet.Formats;

/// <summary>A part of a source of bytes.</summary>
internal sealed class ByteSection : ByteSource
{
    private readonly ByteSource _whole;
    private readonly long _offset;

    public ByteSection(ByteSource whole, long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, whole.Length - offset);
        (_whole, _offset, Length) = (whole, offset, length);
    }

    public override long Length { get; }

    public override void Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, Length - offset, nameof(destination));
        _whole.Read(_offset + offset, destination);
    }
}
