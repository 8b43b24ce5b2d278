using System.Buffers;

namespace MLResNet.Imaging;

/// <summary>
/// Scales pictures in two passes, across and then down, in the fixed-point arithmetic of Pillow's Resample.c: after each pass a
/// sample is rounded to 8 bits, so that the result is Pillow's to the bit.
/// </summary>
internal static class Resampler
{
    /// <summary>Computes a window of a scaled picture.</summary>
    /// <param name="image">The input.</param>
    /// <param name="window">What becomes of it.</param>
    /// <param name="interpolation">The filter.</param>
    /// <param name="output">The window's height x width x 3 bytes.</param>
    public static void Run(RgbImage image, in ResampleWindow window, Interpolation interpolation, Span<byte> output) =>
        Run(image.Pixels, image.Width, image.Height, window, interpolation, output);

    /// <summary>Computes a window of a scaled picture.</summary>
    /// <param name="pixels">The input's height x width x 3 bytes.</param>
    /// <param name="width">The input's width.</param>
    /// <param name="height">The input's height.</param>
    /// <param name="window">What becomes of it.</param>
    /// <param name="interpolation">The filter.</param>
    /// <param name="output">The window's height x width x 3 bytes; not the input.</param>
    public static void Run(
        ReadOnlySpan<byte> pixels, int width, int height, in ResampleWindow window, Interpolation interpolation, Span<byte> output)
    {
        CropBox box = window.Box;
        using var across = new ResampleWeights(
            width, box.Left, box.Right, window.FullWidth, window.X, window.Width, interpolation);
        using var down = new ResampleWeights(
            height, box.Top, box.Bottom, window.FullHeight, window.Y, window.Height, interpolation);

        int firstRow = down.Start(0);
        int rows = down.End(window.Height - 1) - firstRow;
        int stride = window.Width * 3;
        byte[] between = ArrayPool<byte>.Shared.Rent(checked(rows * stride + ResampleKernels.Overhang));
        try
        {
            ResampleKernels.Across(pixels[(firstRow * width * 3)..], width * 3, rows, across, between);

            for (int y = 0; y < window.Height; y++)
            {
                Span<byte> sources = between.AsSpan((down.Start(y) - firstRow) * stride);
                ResampleKernels.Down(sources, down[y], output.Slice(y * stride, stride));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(between);
        }
    }
}
