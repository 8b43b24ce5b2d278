using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels;

/// <summary>
/// y = x * scale + shift, channel by channel, plus a residual where there is one, rectified where asked: applied batch norm.
/// </summary>
internal readonly unsafe struct ScaleShiftJob(
    CpuKernels kernels, RowParts parts, Tensor x, Tensor? residual, float* scale, float* shift, bool relu, Tensor y) : IParallelJob
{
    public void Execute(int part)
    {
        nint offset = (nint)parts.First(part) * x.Channels;
        kernels.ScaleShift(
            x.Pointer + offset, residual is null ? null : residual.Pointer + offset, parts.RowsOf(part), x.Channels,
            scale, shift, relu, y.Pointer + offset);
    }
}
