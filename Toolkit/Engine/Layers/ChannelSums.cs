using MLResNet.Engine.Kernels;
using MLResNet.Engine.Tensors;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Layers;

/// <summary>The sum of each channel over all pixels: a bias's gradient.</summary>
internal static unsafe class ChannelSums
{
    public static void Of(Tensor x, LayerContext context, float* sums)
    {
        RowParts parts = new(x.Pixels, x.Channels);
        using AlignedBuffer partial = new((long)parts.Count * x.Channels);
        SumJob job = new(context.Compute.Kernels, x, parts, partial.Pointer);
        context.Compute.Team.Run(parts.Count, ref job);
        for (int channel = 0; channel < x.Channels; channel++)
        {
            double sum = 0;
            for (int part = 0; part < parts.Count; part++)
                sum += partial.Pointer[(nint)part * x.Channels + channel];
            sums[channel] = (float)sum;
        }
    }

    private readonly struct SumJob(CpuKernels kernels, Tensor x, RowParts parts, float* partial) : IParallelJob
    {
        public void Execute(int part)
        {
            float* sums = partial + (nint)part * x.Channels;
            new Span<float>(sums, x.Channels).Clear();
            float* row = x.Pointer + (nint)parts.First(part) * x.Channels;
            for (int i = parts.RowsOf(part); i > 0; i--, row += x.Channels)
                kernels.Scale(row, x.Channels, 1, accumulate: true, sums);
        }
    }
}
