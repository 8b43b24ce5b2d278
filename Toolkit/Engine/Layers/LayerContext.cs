using MLResNet.Engine.Tensors;

namespace MLResNet.Engine.Layers;

/// <summary>What the layers of one network share: where to compute, and tensors for gradients.</summary>
internal sealed class LayerContext(ComputeOptions? options) : IDisposable
{
    public ComputeContext Compute { get; } = new(options);

    public TensorPool Pool { get; } = new();

    /// <summary>Whether batch norms stay as they are, their statistics included.</summary>
    public bool FreezesNorms { get; init; }

    /// <summary>The weight of a new batch in the running statistics of batch norms, above 0 to 1.</summary>
    public float NormMomentum { get; set; } = BatchNorm2d.Momentum;

    public void Dispose() => Pool.Dispose();
}
