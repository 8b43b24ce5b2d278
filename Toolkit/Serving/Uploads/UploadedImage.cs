using System.Buffers;
using MLResNet.Formats;

namespace MLResNet.Serving.Uploads;

/// <summary>
/// An encoded image of a request, in memory that is pooled: whoever has it last disposes of it. Not thread-safe but for
/// <see cref="Dispose"/>.
/// </summary>
internal sealed class UploadedImage : IDisposable
{
    private const int FirstLength = 1 << 16;

    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(FirstLength);

    /// <param name="file">The name that the request gave it, which is told again and opens nothing; null if it gave none.</param>
    public UploadedImage(string? file) => File = file;

    public string? File { get; }

    public int Length { get; private set; }

    /// <summary>What the bytes say that it is, once all of them are there.</summary>
    public ImageFormat Format { get; private set; }

    /// <summary>What has been received.</summary>
    public ReadOnlySpan<byte> Bytes => Buffer.AsSpan(0, Length);

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(UploadedImage));

    /// <summary>Memory for the next bytes, at least one; grows as bytes arrive, not on the word of a header.</summary>
    public Memory<byte> Free()
    {
        if (Length == Buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * Length, Array.MaxLength));
            Bytes.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(Buffer);
            _buffer = larger;
        }
        return Buffer.AsMemory(Length);
    }

    /// <summary>Takes note of bytes that were written to <see cref="Free"/>.</summary>
    public void Append(int count) => Length += count;

    /// <summary>All bytes are there.</summary>
    public void End() => Format = ImageDecoder.Identify(Bytes);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
