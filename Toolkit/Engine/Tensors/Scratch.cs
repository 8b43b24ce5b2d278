namespace MLResNet.Engine.Tensors;

/// <summary>Working memory of a thread for the length of one kernel job; grows to the largest ever asked for and is kept.</summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static AlignedBuffer? _buffer;

    /// <summary>
    /// At least <paramref name="length"/> floats, undefined content, valid until this thread's next call.
    /// </summary>
    public static float* Take(long length)
    {
        if (_buffer is null || _buffer.Length < length)
        {
            _buffer?.Dispose();
            _buffer = new AlignedBuffer(length);
        }
        return _buffer.Pointer;
    }
}
