using MLResNet.Engine.Kernels;
using MLResNet.Engine.Threading;

namespace MLResNet.Engine;

/// <summary>The kernels and the threads that a network runs on.</summary>
internal sealed class ComputeContext
{
    /// <exception cref="PlatformNotSupportedException">The options ask for instructions that this processor lacks.</exception>
    public ComputeContext(ComputeOptions? options = null)
    {
        options ??= ComputeOptions.Default;
        Kernels = CpuKernels.For(options.InstructionSet);
        Team = ThreadTeam.Shared(options.EffectiveThreads);
    }

    public CpuKernels Kernels { get; }

    public ThreadTeam Team { get; }

    /// <summary>
    /// Cuts <paramref name="total"/> into equal parts, multiples of <paramref name="grain"/>, about as large as
    /// <paramref name="wanted"/>; how it is cut never depends on the threads, so neither do sums over the parts.
    /// </summary>
    public static int PartLength(int total, int wanted, int grain)
    {
        int parts = Math.Max(1, (total + wanted / 2) / wanted);
        int length = (total + parts - 1) / parts;
        return (length + grain - 1) / grain * grain;
    }
}
