using BenchmarkDotNet.Attributes;
using MLResNet.Engine.Layers;
using MLResNet.Engine.Networks;
using MLResNet.Engine.Tensors;

namespace MLResNet.Benchmarks.Kernels;

/// <summary>Batch norm with its ReLU in training, forward and backward, on all cores, batch 16.</summary>
public class BatchNorm
{
    private LayerContext _context = null!;
    private BatchNorm2d _layer = null!;
    private Tensor _x = null!;
    private Tensor _dy = null!;

    /// <summary>Channels; maps are as large as a ResNet has them at that width.</summary>
    [Params(64, 256, 512)]
    public int Channels { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        int side = Channels switch { 64 => 112, 256 => 56, _ => 7 };
        _context = new LayerContext(options: null);
        _layer = new BatchNorm2d(new NormSpec("bn", Channels, 1e-5), relu: true, _context);
        _x = Noise.Map(16, side, side, Channels);
        _dy = Noise.Map(16, side, side, Channels);
    }

    [Benchmark]
    public void Forward() => _layer.Forward(_x, training: true);

    /// <summary>Both passes: one cannot go back twice.</summary>
    [Benchmark]
    public void ForwardAndBackward()
    {
        _layer.Forward(_x, training: true);
        _context.Pool.Return(_layer.Backward(_dy));
    }
}
