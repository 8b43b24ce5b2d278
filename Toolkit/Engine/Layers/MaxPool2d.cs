using MLResNet.Engine.Kernels;
using MLResNet.Engine.Kernels.Convolutions;
using MLResNet.Engine.Kernels.Pooling;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Layers;

/// <summary>Max pooling. Where several pixels of a window share the maximum, the first of them gets the gradient.</summary>
internal sealed unsafe class MaxPool2d(MaxPoolSpec spec, LayerContext context) : Layer
{
    private Tensor? _x;
    private Tensor? _y;
    private Window _window;

    public override Tensor Forward(Tensor x, bool training)
    {
        SlidingWindow sliding = spec.Window;
        _x = x;
        _window = new(
            sliding.OutputSize(x.Height), sliding.OutputSize(x.Width), sliding.PaddingBefore(x.Height), sliding.PaddingBefore(x.Width));
        Tensor.Ensure(ref _y, x.Batch, _window.Height, _window.Width, x.Channels);
        MaxPooling job = new(context.Compute.Kernels, x, sliding.Kernel, sliding.Stride, _window, spec.PadsZeros, _y);
        context.Compute.Team.Run(job.Parts, ref job);
        return _y;
    }

    public override Tensor Backward(Tensor dy)
    {
        Tensor dx = context.Pool.RentLike(_x!);
        GradientJob job = new(context.Compute.Kernels, _x!, _y!, spec.Window, _window, dy, dx);
        context.Compute.Team.Run(dx.Batch, ref job);
        return dx;
    }

    public override void Dispose() => _y?.Dispose();

    // Windows overlap, so an image is the smallest part that no other touches.
    private readonly struct GradientJob(
        CpuKernels kernels, Tensor x, Tensor y, SlidingWindow sliding, Window window, Tensor dy, Tensor dx) : IParallelJob
    {
        public void Execute(int part)
        {
            int channels = x.Channels;
            nint imageLength = (nint)x.Height * x.Width * channels;
            float* source = x.Pointer + part * imageLength, target = dx.Pointer + part * imageLength;
            new Span<float>(target, checked((int)imageLength)).Clear();
            float* left = Scratch.ForJob(channels);
            nint at = (nint)part * y.Height * y.Width * channels;
            for (int row = 0; row < y.Height; row++)
            {
                int top = row * sliding.Stride - window.PadTop;
                int yStart = Math.Max(top, 0), yEnd = Math.Min(top + sliding.Kernel, x.Height);
                for (int column = 0; column < y.Width; column++, at += channels)
                {
                    int first = column * sliding.Stride - window.PadLeft;
                    int xStart = Math.Max(first, 0), xEnd = Math.Min(first + sliding.Kernel, x.Width);
                    new ReadOnlySpan<float>(dy.Pointer + at, channels).CopyTo(new Span<float>(left, channels));
                    for (int sy = yStart; sy < yEnd; sy++)
                    {
                        for (int sx = xStart; sx < xEnd; sx++)
                        {
                            nint offset = ((nint)sy * x.Width + sx) * channels;
                            kernels.RouteMaximum(source + offset, y.Pointer + at, channels, left, target + offset);
                        }
                    }
                }
            }
        }
    }
}
