using MLResNet.Engine.Kernels.Convolutions;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels.Pooling;

/// <summary>
/// Max pooling forward: y[pixel] = the maximum, channel by channel, over the window there; a row of outputs a part.
/// </summary>
/// <param name="padsZeros">Whether padding takes part, as zeros, or not at all.</param>
internal readonly unsafe struct MaxPooling(
    CpuKernels kernels, Tensor x, int kernel, int stride, Window window, bool padsZeros, Tensor y) : IParallelJob
{
    public int Parts => y.Batch * y.Height;

    public void Execute(int part)
    {
        int image = part / y.Height, row = part % y.Height, channels = x.Channels;
        int top = row * stride - window.PadTop;
        int yStart = Math.Max(top, 0), yEnd = Math.Min(top + kernel, x.Height);
        float* target = y.Pointer + (nint)part * y.Width * channels;
        for (int column = 0; column < y.Width; column++, target += channels)
        {
            int left = column * stride - window.PadLeft;
            int xStart = Math.Max(left, 0), xEnd = Math.Min(left + kernel, x.Width);
            bool padded = (yEnd - yStart) * (xEnd - xStart) < kernel * kernel;
            new Span<float>(target, channels).Fill(padsZeros && padded ? 0 : float.NegativeInfinity);
            for (int sy = yStart; sy < yEnd; sy++)
            {
                float* source = x.Pointer + (((nint)image * x.Height + sy) * x.Width + xStart) * channels;
                for (int sx = xStart; sx < xEnd; sx++, source += channels)
                    kernels.MaxInto(source, channels, target);
            }
        }
    }
}
