using BenchmarkDotNet.Attributes;
using MLResNet.Engine;
using MLResNet.Engine.Kernels;
using MLResNet.Engine.Tensors;

namespace MLResNet.Benchmarks.Kernels;

/// <summary>
/// The matrix product from the nearest caches, on one core, for each instruction set: [192][384] x [384][64], 9.4 MFLOP.
/// </summary>
public class MatrixProduct
{
    private const int Rows = 192;
    private const int Depth = 384;
    private const int Columns = 64;

    private CpuKernels _kernels = null!;
    private Tensor _a = null!;
    private Tensor _c = null!;
    private AlignedBuffer _panels = null!;

    public static IEnumerable<InstructionSet> Available => Enum.GetValues<InstructionSet>().Where(set => set != InstructionSet.Auto && IsHere(set));

    [ParamsSource(nameof(Available))]
    public InstructionSet InstructionSet { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _kernels = CpuKernels.For(InstructionSet);
        _a = Noise.Map(1, 1, Rows, Depth);
        _c = new Tensor(1, 1, Rows, Columns);
        _panels = Noise.Numbers(_kernels.PanelsLength(Depth, Columns));
    }

    [Benchmark]
    public unsafe void Multiply()
    {
        MatrixOutput output = new() { C = _c.Pointer, Stride = Columns, Columns = Columns };
        _kernels.Multiply(
            _a.Pointer, Depth, Rows, Depth, _panels.Pointer, (nint)Depth * _kernels.PanelWidth, 0, _kernels.PanelCount(Columns), output);
    }

    /// <summary>The same with the left side transposed, as weight gradients need it.</summary>
    [Benchmark]
    public unsafe void MultiplyTransposed() => _kernels.MultiplyTransposed(
        _a.Pointer, Rows, Rows, Depth, _panels.Pointer, (nint)Depth * _kernels.PanelWidth, 0, _kernels.PanelCount(Columns),
        _c.Pointer, Columns, Columns);

    private static bool IsHere(InstructionSet set)
    {
        try
        {
            return CpuKernels.For(set) is not null;
        }
        catch (PlatformNotSupportedException)
        {
            return false;
        }
    }
}
