namespace MLResNet.Engine.Networks;

/// <summary>One axis of a convolution or pooling: which input pixels each output pixel sees.</summary>
internal readonly record struct SlidingWindow(int Kernel, int Stride, PaddingMode Padding)
{
    /// <summary>Number of outputs for an axis of n pixels: ceil(n / stride) in either mode, since kernels are odd.</summary>
    public int OutputSize(int size) => (size + Stride - 1) / Stride;

    /// <summary>Padding pixels before the first pixel of an axis: output i sees pixels i * stride - before and on.</summary>
    public int PaddingBefore(int size) => Padding == PaddingMode.Symmetric ? (Kernel - 1) / 2 : TotalSamePadding(size) / 2;

    /// <summary>Padding pixels after the last pixel of an axis.</summary>
    public int PaddingAfter(int size) =>
        Padding == PaddingMode.Symmetric ? (Kernel - 1) / 2 : TotalSamePadding(size) - PaddingBefore(size);

    private int TotalSamePadding(int size) => Math.Max(0, (OutputSize(size) - 1) * Stride + Kernel - size);
}
