namespace MLResNet.Formats;

/// <summary>
/// Bytes that can be read from anywhere: of a file, which is then never in memory as a whole, or of memory. Not for several
/// threads at once.
/// </summary>
internal abstract class ByteSource : IDisposable
{
    /// <summary>Bytes in all.</summary>
    public abstract long Length { get; }

    /// <summary>Memory as a source, kept, not copied.</summary>
    public static ByteSource Of(ReadOnlyMemory<byte> memory) => new MemoryBytes(memory);

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened, or is a folder.</exception>
    public static ByteSource Open(string path) => new FileBytes(path);

    /// <summary>
    /// Fills <paramref name="destination"/> with the bytes from <paramref name="offset"/> on, which must exist.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read, or has become shorter meanwhile.</exception>
    public abstract void Read(long offset, Span<byte> destination);

    /// <summary>The bytes from <paramref name="offset"/> on, as many as there are up to <paramref name="count"/>.</summary>
    public byte[] ReadUpTo(long offset, int count)
    {
        var bytes = new byte[Math.Clamp(Length - offset, 0, count)];
        Read(offset, bytes);
        return bytes;
    }

    /// <summary>A part, valid as long as the whole.</summary>
    public ByteSource Slice(long offset, long length) => new ByteSection(this, offset, length);

    /// <summary>Closes what this has opened; memory and parts leave theirs to who gave it.</summary>
    public virtual void Dispose() { }
}
