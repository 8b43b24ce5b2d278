using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels.Pooling;

/// <summary>Every stride-th pixel of x; channels that y has beyond x's become 0. A row of outputs a part.</summary>
internal readonly unsafe struct Subsampling(Tensor x, int stride, Tensor y) : IParallelJob
{
    public int Parts => y.Batch * y.Height;

    public void Execute(int part)
    {
        int image = part / y.Height, row = part % y.Height;
        float* source = x.Pointer + ((nint)image * x.Height + row * stride) * x.Width * x.Channels;
        float* target = y.Pointer + (nint)part * y.Width * y.Channels;
        for (int column = 0; column < y.Width; column++, source += stride * x.Channels, target += y.Channels)
        {
            new ReadOnlySpan<float>(source, x.Channels).CopyTo(new Span<float>(target, x.Channels));
            new Span<float>(target + x.Channels, y.Channels - x.Channels).Clear();
        }
    }
}
