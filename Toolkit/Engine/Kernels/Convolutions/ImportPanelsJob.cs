using MLResNet.Engine.Threading;

namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// Packs weights that come in PyTorch's order, [outputs][inputs][taps], into panels of [taps x inputs][outputs], each output
/// scaled on the way; a panel a part.
/// </summary>
internal readonly unsafe struct ImportPanelsJob(
    CpuKernels kernels, float* weights, int outputs, int inputs, int taps, double[]? scale, float* panels) : IParallelJob
{
    // The rows of a panel lie a power of two apart, as often as not: read one after the other they would evict each other from
    // the cache. So a few columns of all rows are copied aside first.
    private const int Columns = 16;

    public int Parts => kernels.PanelCount(outputs);

    public void Execute(int part)
    {
        int width = kernels.PanelWidth, first = part * width, across = Math.Min(width, outputs - first), depth = inputs * taps;
        float* panel = panels + (nint)part * depth * width;
        float* aside = stackalloc float[width * Columns];
        int input = 0, tap = 0;
        for (int start = 0; start < depth; start += Columns)
        {
            int count = Math.Min(Columns, depth - start);
            for (int o = 0; o < across; o++)
            {
                float* row = weights + (nint)(first + o) * depth + start;
                double factor = scale is null ? 1 : scale[first + o];
                for (int i = 0; i < count; i++)
                    aside[o * Columns + i] = (float)(row[i] * factor);
            }
            for (int i = 0; i < count; i++)
            {
                float* target = panel + ((nint)tap * inputs + input) * width;
                for (int o = 0; o < across; o++)
                    target[o] = aside[o * Columns + i];
                new Span<float>(target + across, width - across).Clear();
                if (++tap == taps)
                {
                    tap = 0;
                    input++;
                }
            }
        }
    }
}
