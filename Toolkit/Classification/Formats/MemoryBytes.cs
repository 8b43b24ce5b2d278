namespace MLResNet.Formats;

/// <summary>Memory as a source of bytes.</summary>
internal sealed class MemoryBytes(ReadOnlyMemory<byte> memory) : ByteSource
{
    public override long Length => memory.Length;

    public override void Read(long offset, Span<byte> destination) =>
        memory.Span.Slice(checked((int)offset), destination.Length).CopyTo(destination);
}
