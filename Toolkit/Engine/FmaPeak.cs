using System.Diagnostics;
using MLResNet.Engine.Kernels;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine;

/// <summary>
/// The most multiply-adds that a processor does in a second: the measure for everything else that the engine does.
/// </summary>
public static class FmaPeak
{
    // About a tenth of a millisecond a part on a core of today; enough parts that all threads end together.
    private const int RoundsPerPart = 1 << 15;
    private const int PartsPerThread = 16;

    /// <summary>
    /// Measures it: multiply-adds in registers, on all threads together; the best of as many tries as the time allows.
    /// </summary>
    /// <param name="options">Threads and instructions; null for all cores and the widest.</param>
    /// <param name="time">How long to measure; there is one try at least.</param>
    /// <returns>10^9 operations a second, a multiply-add being two.</returns>
    /// <exception cref="PlatformNotSupportedException">The options ask for instructions that this processor lacks.</exception>
    public static double MeasureGflops(ComputeOptions? options, TimeSpan time)
    {
        ComputeContext context = new(options);
        ThreadTeam team = context.Team;
        MultiplyAddJob job = new(context.Kernels);
        int parts = PartsPerThread * team.Size;
        double operations = 2.0 * parts * RoundsPerPart * CpuKernels.PeakChains * context.Kernels.VectorLength;
        double best = 0;
        long start = Stopwatch.GetTimestamp();
        do
        {
            long from = Stopwatch.GetTimestamp();
            team.Run(parts, ref job);
            best = Math.Max(best, operations / Stopwatch.GetElapsedTime(from).TotalSeconds / 1e9);
        }
        while (Stopwatch.GetElapsedTime(start) < time);
        return best;
    }

    private readonly struct MultiplyAddJob(CpuKernels kernels) : IParallelJob
    {
        public void Execute(int part) => kernels.MultiplyAddPeak(RoundsPerPart);
    }
}
