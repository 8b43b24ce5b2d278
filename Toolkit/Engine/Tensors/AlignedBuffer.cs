using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace MLResNet.Engine.Tensors;

/// <summary>Floats outside the managed heap, aligned to a cache line so that no vector load straddles two.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const int Alignment = 64;

    private float* _pointer;

    /// <param name="length">Floats, at least 0.</param>
    /// <param name="zeroed">Whether they start at 0, or anywhere, for who writes all of them before any is read.</param>
    public AlignedBuffer(long length, bool zeroed = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = checked((nuint)Math.Max(length, 1) * sizeof(float));
        _pointer = (float*)NativeMemory.AlignedAlloc(bytes, LargePages.Alignment(bytes, Alignment));
        LargePages.Advise(_pointer, bytes);
        if (zeroed)
            NativeMemory.Clear(_pointer, bytes);
        GC.AddMemoryPressure((long)bytes);
    }

    ~AlignedBuffer() => Release();

    /// <summary>Floats held.</summary>
    public long Length { get; }

    public float* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer == null, this);
            return _pointer;
        }
    }

    public Span<float> Span => new(Pointer, checked((int)Length));

    /// <summary>
    /// Makes <paramref name="buffer"/> one of at least so many floats, kept where it already is; content is undefined.
    /// </summary>
    public static AlignedBuffer Ensure([NotNull] ref AlignedBuffer? buffer, long length)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer?.Dispose();
            buffer = new AlignedBuffer(length);
        }
        return buffer;
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (_pointer == null)
            return;
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
        GC.RemoveMemoryPressure(Math.Max(Length, 1) * sizeof(float));
    }
}
