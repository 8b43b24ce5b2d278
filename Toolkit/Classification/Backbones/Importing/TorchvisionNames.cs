using MLResNet.Engine.Networks;

namespace MLResNet.Backbones.Importing;

/// <summary>torchvision's names, and our own, which are the same and cover more networks: docs/parameters.md.</summary>
internal sealed class TorchvisionNames : WeightNames
{
    /// <inheritdoc/>
    public override WeightSource Find(ParameterDescription parameter, ResNetSpec spec) => new WeightSource.Tensor(parameter.Name);

    /// <summary>PyTorch counts the batches that a batch norm has seen.</summary>
    public override bool Ignores(string name) => name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);
}
