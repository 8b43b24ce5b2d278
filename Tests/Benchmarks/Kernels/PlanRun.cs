using BenchmarkDotNet.Attributes;
using MLResNet.Engine.Inference;
using MLResNet.Engine.Networks;

namespace MLResNet.Benchmarks.Kernels;

/// <summary>A network's whole forward pass on pictures of 224 x 224, on all cores; allocates nothing.</summary>
[MemoryDiagnoser]
public class PlanRun
{
    private InferencePlan _plan = null!;
    private float[] _pixels = [];
    private float[] _logits = [];

    [Params("resnet18", "resnet50", "resnet50v2")]
    public string Arch { get; set; } = "";

    [Params(1, 16)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        ResNetSpec spec = ResNetFamily.Get(Arch);
        _plan = InferencePlan.Create(spec, NetworkParameters.Initialize(spec, seed: 1));
        _pixels = new float[Batch * 224 * 224 * 3];
        _logits = new float[Batch * spec.Classes];
        Noise.Fill(_pixels);
    }

    [Benchmark]
    public void Run() => _plan.Run(_pixels, Batch, 224, 224, _logits);
}
