using BenchmarkDotNet.Attributes;
using MLResNet.Engine;
using MLResNet.Engine.Kernels.Convolutions;
using MLResNet.Engine.Tensors;

namespace MLResNet.Benchmarks.Kernels;

/// <summary>
/// The three passes of a convolution on all cores. 3x3/1 goes by Winograd's algorithm where that pays; the others, and
/// <see cref="ForwardDirect"/>, directly.
/// </summary>
public unsafe class ConvolutionPasses
{
    private Convolution _forward = null!;
    private ConvolutionGradient _gradient = null!;
    private PackedWeights _packed = null!;
    private AlignedBuffer _weights = null!;
    private AlignedBuffer _weightsGradient = null!;
    private Tensor _x = null!;
    private Tensor _y = null!;
    private Tensor _dx = null!;
    private Tensor _valid = null!;

    public static IEnumerable<ConvolutionCase> Cases => ConvolutionCase.Common;

    [ParamsSource(nameof(Cases))]
    public ConvolutionCase Case { get; set; } = null!;

    [Params(1, 16)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        ComputeContext context = new();
        _forward = new Convolution(Case.Shape, context);
        _gradient = new ConvolutionGradient(Case.Shape, context);
        _weights = Noise.Numbers(Case.Shape.WeightCount);
        _weightsGradient = new AlignedBuffer(Case.Shape.WeightCount);
        _packed = new PackedWeights(_forward.PanelsLength);
        _forward.Pack(_weights.Pointer, _packed);
        _x = Noise.Map(Batch, Case.Side, Case.Side, Case.Inputs);
        _y = Noise.Map(Batch, Case.Window.Height, Case.Window.Width, Case.Outputs);
        _dx = new Tensor(Batch, Case.Side, Case.Side, Case.Inputs);
        _valid = new Tensor(Batch, Valid.Height, Valid.Width, Case.Outputs);
    }

    // Without padding; Winograd's tiles are laid for the padding that keeps the size.
    private Window Valid
    {
        get
        {
            int side = (Case.Side - Case.Kernel) / Case.Stride + 1;
            return new Window(side, side, 0, 0);
        }
    }

    [Benchmark(Baseline = true)]
    public void Forward() => _forward.Run(_x, Case.Window, _packed, _y);

    /// <summary>Without padding, hence directly, on a map that is the kernel less one smaller.</summary>
    [Benchmark]
    public void ForwardDirect() => _forward.Run(_x, Valid, _packed, _valid);

    [Benchmark]
    public void InputGradient() => _gradient.Input(_weights.Pointer, _y, Case.Window, _dx, accumulate: false);

    [Benchmark]
    public void WeightsGradient() => _gradient.Weights(_x, _y, Case.Window, _weightsGradient.Pointer);
}
