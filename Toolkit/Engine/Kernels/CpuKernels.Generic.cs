using MLResNet.Engine.Simd;

namespace MLResNet.Engine.Kernels;

/// <summary><see cref="CpuKernels"/> over one vector type; a partial file a concern.</summary>
internal sealed unsafe partial class CpuKernels<TVector, TSimd> : CpuKernels
    where TVector : unmanaged
    where TSimd : struct, ISimd<TVector>
{
    private static CpuKernels<TVector, TSimd>? _instance;

    private CpuKernels(InstructionSet instructionSet) => InstructionSet = instructionSet;

    public override InstructionSet InstructionSet { get; }

    public override int PanelWidth => 2 * TSimd.Count;

    public override int TileRows => TSimd.TileRows;

    internal static CpuKernels<TVector, TSimd> Instance(InstructionSet instructionSet) => _instance ??= new(instructionSet);
}
