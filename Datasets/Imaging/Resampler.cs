using System.Buffers;
using System.Runtime.Intrinsics;

namespace MLResNet.Imaging;

/// <summary>
/// Scales pictures in two passes, across and then down, in the fixed-point arithmetic of Pillow's Resample.c: after each pass a sample is
/// rounded to 8 bits, so that the result is Pillow's to the bit.
/// </summary>
internal static class Resampler
{
    /// <summary>Computes a window of a scaled picture.</summary>
    /// <param name="image">The input.</param>
    /// <param name="window">What becomes of it.</param>
    /// <param name="interpolation">The filter.</param>
    /// <param name="output">The window's height x width x 3 bytes.</param>
    public static void Run(RgbImage image, in ResampleWindow window, Interpolation interpolation, Span<byte> output) =>
        Run(image, window, interpolation, output, Vector512.IsHardwareAccelerated);

    /// <summary>The same, with the choice of kernel left to the caller.</summary>
    internal static void Run(
        RgbImage image, in ResampleWindow window, Interpolation interpolation, Span<byte> output, bool fourTapsAtOnce)
    {
        CropBox box = window.Box;
        using var across = new ResampleWeights(
            image.Width, box.Left, box.Right, window.FullWidth, window.X, window.Width, interpolation);
        using var down = new ResampleWeights(
            image.Height, box.Top, box.Bottom, window.FullHeight, window.Y, window.Height, interpolation);

        int firstRow = down.Start(0);
        int rows = down.End(window.Height - 1) - firstRow;
        int stride = window.Width * 3;
        byte[] between = ArrayPool<byte>.Shared.Rent(checked(rows * stride + ResampleKernels.Overhang));
        try
        {
            ReadOnlySpan<byte> input = image.Pixels.AsSpan(firstRow * image.Width * 3);
            if (fourTapsAtOnce)
                ResampleKernels.AcrossByFours(input, image.Width * 3, rows, across, between);
            else
                ResampleKernels.Across(input, image.Width * 3, rows, across, between);

            for (int y = 0; y < window.Height; y++)
                ResampleKernels.Down(between.AsSpan((down.Start(y) - firstRow) * stride), down[y], output.Slice(y * stride, stride));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(between);
        }
    }
}
