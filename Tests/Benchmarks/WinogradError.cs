using System.Globalization;
using MLResNet.Engine;
using MLResNet.Engine.Kernels;
using MLResNet.Engine.Kernels.Convolutions;
using MLResNet.Engine.Tensors;

namespace MLResNet.Benchmarks;

/// <summary>
/// What each way to compute the 3 x 3 convolutions of a ResNet on 224 x 224 pixels costs in accuracy: max|a - b| / max|b| against
/// sums in double precision, for rectified noise and weights of He's scale.
/// </summary>
internal static class WinogradError
{
    private static readonly (int Side, int Channels)[] Stages = [(56, 64), (28, 128), (14, 256), (7, 512)];

    /// <summary>Prints a Markdown table.</summary>
    public static void Write(TextWriter output)
    {
        output.WriteLine("| map | direct | 2 x 2 | 4 x 4 | chosen |");
        output.WriteLine("| --- | ---: | ---: | ---: | --- |");
        ComputeContext context = new(new ComputeOptions());
        foreach ((int side, int channels) in Stages)
        {
            ConvolutionShape shape = new(channels, channels, Kernel: 3);
            using Tensor x = Noise.Map(1, side, side, channels), y = new(1, side, side, channels);
            foreach (ref float value in x.Span)
                value = Math.Max(value, 0);
            using AlignedBuffer weights = Noise.Numbers(shape.WeightCount);
            foreach (ref float value in weights.Span)
                value *= (float)Math.Sqrt(24.0 / (9 * channels)); // uniform noise of variance 2 / fan-in
            double[] exact = Exact(shape, x, weights);
            Window window = new(side, side, PadTop: 1, PadLeft: 1);
            WinogradConvolution winograd = new(shape, context);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {side} x {side} x {channels} | {Direct():0.0e+0} | {ByTile(2):0.0e+0} | {ByTile(4):0.0e+0} | {Chosen()} |"));

            unsafe double Direct()
            {
                Convolution convolution = new(shape, context);
                using PackedWeights packed = new(convolution.PanelsLength);
                convolution.Pack(weights.Pointer, packed);
                MatrixOutput product = new() { C = y.Pointer, Stride = channels, Columns = channels };
                PatchProductJob.Run(context, convolution.Patches(x, window, 0), packed.Panels, product, PixelMap.Identity);
                return Distance(y.Span, exact);
            }

            unsafe double ByTile(int tile)
            {
                Convolution convolution = new(shape, context);
                using PackedWeights packed = new(convolution.PanelsLength);
                convolution.Pack(weights.Pointer, packed);
                winograd.Run(tile, x, packed.PointsOf(tile, winograd), y, bias: null, residual: null, relu: false, accumulate: false);
                return Distance(y.Span, exact);
            }

            string Chosen() => winograd.BestSide(1, side, side) switch { 0 => "direct", int tile => $"{tile} x {tile}" };
        }
    }

    private static double[] Exact(ConvolutionShape shape, Tensor x, AlignedBuffer weights)
    {
        double[] sums = new double[x.Length];
        float[] input = x.Span.ToArray(), taps = weights.Span.ToArray();
        Window window = new(x.Height, x.Width, PadTop: 1, PadLeft: 1);
        ReferenceConvolution.ForEachProduct(
            shape, 1, x.Height, x.Width, window, (i, weight, o) => sums[o] += (double)input[i] * taps[weight]);
        return sums;
    }

    private static double Distance(ReadOnlySpan<float> actual, double[] exact)
    {
        double worst = 0, largest = 0;
        for (int i = 0; i < exact.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(actual[i] - exact[i]));
            largest = Math.Max(largest, Math.Abs(exact[i]));
        }
        return worst / largest;
    }
}
