namespace MLResNet.Engine.Kernels.Convolutions;

/// <summary>
/// The convolution as its definition reads, one multiply-add after the other in double precision: slow, plain, and what the fast
/// ones are tested against. Layouts as in <see cref="Convolution"/>.
/// </summary>
internal static class ReferenceConvolution
{
    /// <summary>
    /// Calls <paramref name="visit"/> with the indices (input, weight, output) of every product that the convolution sums up.
    /// </summary>
    public static void ForEachProduct(
        ConvolutionShape shape, int batch, int height, int width, Window window, Action<int, int, int> visit)
    {
        int inputs = shape.InputChannels / shape.Groups, outputs = shape.OutputChannels / shape.Groups;
        for (int image = 0; image < batch; image++)
        for (int row = 0; row < window.Height; row++)
        for (int column = 0; column < window.Width; column++)
        for (int tapY = 0; tapY < shape.Kernel; tapY++)
        for (int tapX = 0; tapX < shape.Kernel; tapX++)
        {
            int y = row * shape.Stride - window.PadTop + tapY, x = column * shape.Stride - window.PadLeft + tapX;
            if (y < 0 || y >= height || x < 0 || x >= width)
                continue;
            int source = ((image * height + y) * width + x) * shape.InputChannels;
            int target = ((image * window.Height + row) * window.Width + column) * shape.OutputChannels;
            int tap = (tapY * shape.Kernel + tapX) * inputs;
            for (int o = 0; o < shape.OutputChannels; o++)
            {
                int group = o / outputs;
                for (int i = 0; i < inputs; i++)
                    visit(source + group * inputs + i, (tap + i) * shape.OutputChannels + o, target + o);
            }
        }
    }
}
