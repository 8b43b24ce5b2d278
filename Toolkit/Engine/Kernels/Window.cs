namespace MLResNet.Engine.Kernels;

/// <summary>How a window moves over a map of a given size: what it writes, and where the padding lies.</summary>
/// <param name="Height">Rows written.</param>
/// <param name="Width">Columns written.</param>
/// <param name="PadTop">Rows of padding above.</param>
/// <param name="PadLeft">Columns of padding to the left.</param>
internal readonly record struct Window(int Height, int Width, int PadTop, int PadLeft)
{
    /// <summary>The same padding on every side: PyTorch's.</summary>
    public static Window Symmetric(int height, int width, int kernel, int stride, int padding)
    {
        if (height + 2 * padding < kernel || width + 2 * padding < kernel)
            throw new ArgumentException($"A map of {height} x {width} is too small for a window of {kernel} with padding {padding}.");
        return new((height + 2 * padding - kernel) / stride + 1, (width + 2 * padding - kernel) / stride + 1, padding, padding);
    }

    /// <summary>TensorFlow's SAME: as many windows as strides fit, the odd pixel of padding below and to the right.</summary>
    public static Window Same(int height, int width, int kernel, int stride)
    {
        int rows = (height + stride - 1) / stride, columns = (width + stride - 1) / stride;
        return new(rows, columns, PadBefore(height, rows, kernel, stride), PadBefore(width, columns, kernel, stride));
    }

    private static int PadBefore(int size, int windows, int kernel, int stride) =>
        Math.Max((windows - 1) * stride + kernel - size, 0) / 2;
}
