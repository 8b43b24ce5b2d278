namespace MLResNet.Engine.Tensors;

/// <summary>
/// Working memory of a thread, grown to the largest ever asked for and kept: one piece for the kernel job that it is in, one for
/// the call that hands out jobs, which may be in one of its own jobs at the same time.
/// </summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static AlignedBuffer? _job;

    [ThreadStatic]
    private static AlignedBuffer? _call;

    /// <summary>
    /// At least <paramref name="length"/> floats, undefined content, valid until this thread's next call of this method.
    /// </summary>
    public static float* ForJob(long length) => AlignedBuffer.Ensure(ref _job, length).Pointer;

    /// <summary>As <see cref="ForJob"/>, apart from it.</summary>
    public static float* ForCall(long length) => AlignedBuffer.Ensure(ref _call, length).Pointer;
}
