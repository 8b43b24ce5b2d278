namespace MLResNet.Engine.Kernels;

/// <content>Packing into panels.</content>
internal sealed unsafe partial class CpuKernels<TVector, TSimd>
{
    public override void PackPanels(
        float* matrix, nint stride, int rows, int columns, float* panels, nint panelStride, int firstPanel, int panelEnd)
    {
        int width = 2 * TSimd.Count;
        for (int panel = firstPanel; panel < panelEnd; panel++)
        {
            float* source = matrix + panel * width;
            float* target = panels + panel * panelStride;
            int across = Math.Min(width, columns - panel * width);
            for (int row = 0; row < rows; row++, source += stride, target += width)
            {
                if (across == width)
                {
                    TSimd.Store(target, TSimd.Load(source));
                    TSimd.Store(target + TSimd.Count, TSimd.Load(source + TSimd.Count));
                    continue;
                }
                for (int i = 0; i < across; i++)
                    target[i] = source[i];
                for (int i = across; i < width; i++)
                    target[i] = 0;
            }
        }
    }

    public override void PackTransposedPanels(
        float* matrix, nint stride, int rows, int columns, float* panels, nint panelStride, int firstPanel, int panelEnd)
    {
        int width = 2 * TSimd.Count;
        for (int panel = firstPanel; panel < panelEnd; panel++)
        {
            float* source = matrix + panel * width * stride;
            float* target = panels + panel * panelStride;
            int across = Math.Min(width, columns - panel * width);
            // A cache line of every source column at a time, so that each is read whole while it is near.
            for (int block = 0; block < rows; block += 16)
            {
                int end = Math.Min(rows, block + 16);
                for (int i = 0; i < across; i++)
                {
                    float* column = source + i * stride;
                    for (int row = block; row < end; row++)
                        target[(nint)row * width + i] = column[row];
                }
                for (int row = block; row < end; row++)
                {
                    for (int i = across; i < width; i++)
                        target[(nint)row * width + i] = 0;
                }
            }
        }
    }
}
