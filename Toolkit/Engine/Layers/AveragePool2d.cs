using MLResNet.Engine.Kernels;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Layers;

/// <summary>Average pooling; padding counts as zeros, PyTorch's default.</summary>
internal sealed unsafe class AveragePool2d(SlidingWindow sliding, LayerContext context) : Layer
{
    private Tensor? _x;
    private Tensor? _y;

    public override Tensor Forward(Tensor x, bool training)
    {
        _x = x;
        Tensor.Ensure(ref _y, x.Batch, sliding.OutputSize(x.Height), sliding.OutputSize(x.Width), x.Channels);
        Job job = new(context.Compute.Kernels, sliding, x, _y, Backward: false);
        context.Compute.Team.Run(x.Batch, ref job);
        return _y;
    }

    public override Tensor Backward(Tensor dy)
    {
        Tensor dx = context.Pool.RentLike(_x!);
        Job job = new(context.Compute.Kernels, sliding, dx, dy, Backward: true);
        context.Compute.Team.Run(dx.Batch, ref job);
        return dx;
    }

    public override void Dispose() => _y?.Dispose();

    // Both passes visit the same pairs of pixels: forward gathers Small from Large, backward scatters Small to Large.
    private readonly record struct Job(CpuKernels Kernels, SlidingWindow Sliding, Tensor Large, Tensor Small, bool Backward) : IParallelJob
    {
        public void Execute(int part)
        {
            int channels = Large.Channels;
            float factor = 1f / (Sliding.Kernel * Sliding.Kernel);
            int padTop = Sliding.PaddingBefore(Large.Height), padLeft = Sliding.PaddingBefore(Large.Width);
            nint largeLength = (nint)Large.Height * Large.Width * channels, smallLength = (nint)Small.Height * Small.Width * channels;
            float* large = Large.Pointer + part * largeLength, small = Small.Pointer + part * smallLength;
            if (Backward)
                new Span<float>(large, checked((int)largeLength)).Clear();
            else
                new Span<float>(small, checked((int)smallLength)).Clear();
            for (int row = 0; row < Small.Height; row++)
            {
                int top = row * Sliding.Stride - padTop;
                for (int column = 0; column < Small.Width; column++, small += channels)
                {
                    int left = column * Sliding.Stride - padLeft;
                    for (int y = Math.Max(top, 0); y < Math.Min(top + Sliding.Kernel, Large.Height); y++)
                    {
                        for (int x = Math.Max(left, 0); x < Math.Min(left + Sliding.Kernel, Large.Width); x++)
                        {
                            float* pixel = large + ((nint)y * Large.Width + x) * channels;
                            Kernels.Scale(Backward ? small : pixel, channels, factor, accumulate: true, Backward ? pixel : small);
                        }
                    }
                }
            }
        }
    }
}
