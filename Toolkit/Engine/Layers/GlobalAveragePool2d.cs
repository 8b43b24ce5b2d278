using MLResNet.Engine.Kernels;
using MLResNet.Engine.Kernels.Pooling;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Layers;

/// <summary>The mean of each channel over all pixels.</summary>
internal sealed unsafe class GlobalAveragePool2d(LayerContext context) : Layer
{
    private Tensor? _x;
    private Tensor? _y;

    public override Tensor Forward(Tensor x, bool training)
    {
        _x = x;
        Tensor.Ensure(ref _y, x.Batch, 1, 1, x.Channels);
        GlobalAveragePooling job = new(context.Compute.Kernels, x, _y);
        context.Compute.Team.Run(x.Batch, ref job);
        return _y;
    }

    public override Tensor Backward(Tensor dy)
    {
        Tensor dx = context.Pool.RentLike(_x!);
        SpreadJob job = new(context.Compute.Kernels, dy, dx);
        context.Compute.Team.Run(dx.Batch, ref job);
        return dx;
    }

    public override void Dispose() => _y?.Dispose();

    private readonly struct SpreadJob(CpuKernels kernels, Tensor dy, Tensor dx) : IParallelJob
    {
        public void Execute(int part)
        {
            int pixels = dx.Height * dx.Width, channels = dx.Channels;
            float* target = dx.Pointer + (nint)part * pixels * channels;
            for (int pixel = 0; pixel < pixels; pixel++, target += channels)
                kernels.Scale(dy.Pointer + (nint)part * channels, channels, 1f / pixels, accumulate: false, target);
        }
    }
}
