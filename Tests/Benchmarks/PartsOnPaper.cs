using System.Globalization;
using MLResNet.Engine;
using MLResNet.Engine.Kernels;
using MLResNet.Engine.Kernels.Convolutions;

namespace MLResNet.Benchmarks;

/// <summary>
/// How many parts the convolutions of a ResNet on 224 x 224 pixels are cut into, and which share of so many cores that keeps at
/// work: p parts on P cores take ceil(p / P) rounds, an efficiency of p / (P * ceil(p / P)).
/// </summary>
internal static class PartsOnPaper
{
    private static readonly int[] Cores = [8, 32, 128];
    private static readonly (int Side, int Channels)[] Stages = [(56, 64), (28, 128), (14, 256), (7, 512)];

    /// <summary>Prints a Markdown table.</summary>
    public static void Write(TextWriter output)
    {
        output.WriteLine($"| maps | parts | {string.Join(" | ", Cores.Select(cores => $"{cores} cores"))} |");
        output.WriteLine($"| --- | ---: | {string.Join(" | ", Cores.Select(_ => "---:"))} |");
        foreach (int batch in (ReadOnlySpan<int>)[1, 16, 128])
        {
            foreach ((int side, int channels) in Stages)
            {
                int parts = Parts(batch, side, channels);
                IEnumerable<string> shares = Cores.Select(cores =>
                    (parts / (double)(cores * ((parts + cores - 1) / cores))).ToString("F2", CultureInfo.InvariantCulture));
                output.WriteLine($"| {batch} x {side} x {side} x {channels} | {parts} | {string.Join(" | ", shares)} |");
            }
        }
    }

    // As a convolution cuts them, to be computed directly.
    private static unsafe int Parts(int batch, int side, int channels)
    {
        PatchGrid grid = new() { Batch = batch, Height = side, Width = side, Channels = channels, TapsY = 3, TapsX = 3, Stride = 1 };
        MatrixOutput output = new() { Columns = channels, Stride = channels };
        return new PatchProductJob(CpuKernels.For(InstructionSet.Auto), grid, null, output, PixelMap.Identity).Parts;
    }
}
