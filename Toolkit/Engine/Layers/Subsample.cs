using MLResNet.Engine.Kernels;
using MLResNet.Engine.Kernels.Pooling;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Layers;

/// <summary>The shortcut without parameters: every stride-th pixel, channels filled up with zeros.</summary>
internal sealed unsafe class Subsample(int stride, int outputChannels, LayerContext context) : Layer
{
    private Tensor? _x;
    private Tensor? _y;

    public override Tensor Forward(Tensor x, bool training)
    {
        _x = x;
        Tensor.Ensure(ref _y, x.Batch, (x.Height + stride - 1) / stride, (x.Width + stride - 1) / stride, outputChannels);
        Subsampling job = new(x, stride, _y);
        context.Compute.Team.Run(job.Parts, ref job);
        return _y;
    }

    public override Tensor Backward(Tensor dy)
    {
        Tensor dx = context.Pool.RentLike(_x!);
        dx.Span.Clear();
        Backward(dy, dx);
        return dx;
    }

    /// <summary>As <see cref="Backward(Tensor)"/>, on top of a gradient that is there already.</summary>
    public void Backward(Tensor dy, Tensor dx)
    {
        AddJob job = new(context.Compute.Kernels, dy, stride, dx);
        context.Compute.Team.Run(dy.Batch * dy.Height, ref job);
    }

    public override void Dispose() => _y?.Dispose();

    private readonly struct AddJob(CpuKernels kernels, Tensor dy, int stride, Tensor dx) : IParallelJob
    {
        public void Execute(int part)
        {
            int image = part / dy.Height, row = part % dy.Height;
            float* source = dy.Pointer + (nint)part * dy.Width * dy.Channels;
            float* target = dx.Pointer + ((nint)image * dx.Height + row * stride) * dx.Width * dx.Channels;
            for (int column = 0; column < dy.Width; column++, source += dy.Channels, target += stride * dx.Channels)
                kernels.Scale(source, dx.Channels, 1, accumulate: true, target);
        }
    }
}
