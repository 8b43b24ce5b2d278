using MLResNet.Engine.Kernels;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Layers;

/// <summary>y = max(0, x). In a ResNet every ReLU follows a batch norm and is fused with it; this one stands alone.</summary>
internal sealed unsafe class ReLU(LayerContext context) : Layer
{
    private Tensor? _y;

    public override Tensor Forward(Tensor x, bool training)
    {
        Tensor.Ensure(ref _y, x.Batch, x.Height, x.Width, x.Channels);
        GateJob job = new(context.Compute.Kernels, new RowParts(x.Pixels, x.Channels), x, x, _y);
        context.Compute.Team.Run(job.Parts, ref job);
        return _y;
    }

    public override Tensor Backward(Tensor dy)
    {
        Tensor dx = context.Pool.RentLike(dy);
        GateJob job = new(context.Compute.Kernels, new RowParts(dy.Pixels, dy.Channels), dy, _y!, dx);
        context.Compute.Team.Run(job.Parts, ref job);
        return dx;
    }

    public override void Dispose() => _y?.Dispose();

    private readonly struct GateJob(CpuKernels kernels, RowParts parts, Tensor x, Tensor gate, Tensor y) : IParallelJob
    {
        public int Parts => parts.Count;

        public void Execute(int part)
        {
            nint offset = (nint)parts.First(part) * x.Channels;
            kernels.Gate(x.Pointer + offset, gate.Pointer + offset, (long)parts.RowsOf(part) * x.Channels, y.Pointer + offset);
        }
    }
}
