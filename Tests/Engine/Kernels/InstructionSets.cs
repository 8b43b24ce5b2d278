using MLResNet.Engine.Kernels;

namespace MLResNet.Engine.Tests.Kernels;

/// <summary>The instruction sets that this processor can be tested on.</summary>
internal static class InstructionSets
{
    public static IReadOnlyList<InstructionSet> Available { get; } =
        [.. Enum.GetValues<InstructionSet>().Where(set => set != InstructionSet.Auto && IsAvailable(set))];

    private static bool IsAvailable(InstructionSet set)
    {
        try
        {
            return CpuKernels.For(set).InstructionSet == set;
        }
        catch (PlatformNotSupportedException)
        {
            return false;
        }
    }
}
