using System.Buffers;

namespace MLResNet.Imaging;

/// <summary>Takes detail from a square: scales it down and up again, so that it looks like a smaller picture that was enlarged.</summary>
internal static class Downscale
{
    /// <param name="pixels">size x size x 3 bytes, changed.</param>
    /// <param name="size">The side.</param>
    /// <param name="detail">What is left of its pixels a side, above 0; of one pixel at least.</param>
    /// <param name="interpolation">The filter, both ways.</param>
    public static void Run(Span<byte> pixels, int size, float detail, Interpolation interpolation)
    {
        int side = Math.Max(1, (int)Math.Round(size * detail));
        if (side >= size)
            return;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(side * side * 3);
        try
        {
            Span<byte> small = buffer.AsSpan(0, side * side * 3);
            Resampler.Run(pixels, size, size, ResampleWindow.All(new(0, 0, size, size), side, side), interpolation, small);
            Resampler.Run(small, side, side, ResampleWindow.All(new(0, 0, side, side), size, size), interpolation, pixels);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
