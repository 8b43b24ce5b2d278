using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// Packs weights for the gradient of the input: panels of [taps of a phase][output channels] x [input channels], taps in the
/// order of the gradient's pixels. A tap of a panel a part.
/// </summary>
internal readonly unsafe struct PackTurnedJob(
    CpuKernels kernels, ConvolutionShape shape, ChannelGroups groups, float* weights, int block, TurnedTaps tapsY, TurnedTaps tapsX,
    float* packed) : IParallelJob
{
    public int Parts => tapsY.Count * tapsX.Count * kernels.PanelCount(groups.InputChannels);

    public void Execute(int part)
    {
        int taps = tapsY.Count * tapsX.Count, panel = part / taps, y = part % taps / tapsX.Count, x = part % tapsX.Count;
        int inputs = groups.InputChannels, outputs = groups.OutputChannels;
        int tap = tapsY.At(y, shape) * shape.Kernel + tapsX.At(x, shape);
        float* matrix = weights + (nint)tap * (shape.WeightCount / (shape.Kernel * shape.Kernel));
        if (shape.Groups > 1)
        {
            float* dense = Scratch.ForJob((long)inputs * outputs);
            groups.Expand(matrix, block, dense);
            matrix = dense;
        }
        nint row = (nint)(y * tapsX.Count + x) * outputs * kernels.PanelWidth, panelStride = (nint)taps * outputs * kernels.PanelWidth;
        kernels.PackTransposedPanels(matrix, outputs, outputs, inputs, packed + row, panelStride, panel, panel + 1);
    }
}
