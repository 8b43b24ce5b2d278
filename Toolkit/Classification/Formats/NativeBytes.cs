using System.Buffers;
using System.Runtime.InteropServices;

namespace MLResNet.Formats;

/// <summary>
/// The bytes of a file outside the managed heap, given back the moment they are no longer needed: as an array as large as a model
/// they would stay until a full collection, which may be long after.
/// </summary>
internal sealed unsafe class NativeBytes : MemoryManager<byte>
{
    private readonly int _length;
    private byte* _bytes;

    private NativeBytes(int length)
    {
        _length = length;
        _bytes = (byte*)NativeMemory.Alloc((nuint)Math.Max(length, 1));
    }

    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="IOException">It cannot be read, or gets shorter meanwhile.</exception>
    /// <exception cref="ModelFormatException">It is larger than 2 GiB.</exception>
    public static NativeBytes Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > Array.MaxLength)
            throw new ModelFormatException($"{path} is larger than 2 GiB, more than MLResNet reads.");
        var bytes = new NativeBytes((int)stream.Length);
        try
        {
            stream.ReadExactly(bytes.GetSpan());
            return bytes;
        }
        catch
        {
            ((IDisposable)bytes).Dispose();
            throw;
        }
    }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_bytes == null, this);
        return new(_bytes, _length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        return new(_bytes + elementIndex);
    }

    public override void Unpin() { }

    protected override void Dispose(bool disposing)
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
    }
}
