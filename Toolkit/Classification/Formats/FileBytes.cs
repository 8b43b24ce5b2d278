using Microsoft.Win32.SafeHandles;

namespace MLResNet.Formats;

/// <summary>
/// A file as a source of bytes. It is read rather than mapped: one that shrinks meanwhile is an error, not the end of the
/// process.
/// </summary>
internal sealed class FileBytes : ByteSource
{
    private readonly SafeFileHandle _handle;

    public FileBytes(string path)
    {
        _handle = File.OpenHandle(path, share: FileShare.Read | FileShare.Delete); // a model may be replaced while it is read
        Length = RandomAccess.GetLength(_handle);
    }

    public override long Length { get; }

    public override void Read(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(_handle, destination, offset);
            if (read == 0)
                throw new EndOfStreamException($"it ends at byte {offset}, and was longer when it was opened.");
            destination = destination[read..];
            offset += read;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _handle.Dispose();
    }
}
