using MLResNet.Engine.Networks;

namespace MLResNet.Backbones.Importing;

/// <summary>
/// timm's names for its pre-activation networks, <c>resnetv2_50</c> and kin, whose classifier is a 1x1 convolution.
/// </summary>
internal sealed class TimmNames : WeightNames
{
    /// <inheritdoc/>
    public override WeightSource Find(ParameterDescription parameter, ResNetSpec spec)
    {
        ParameterPath path = ParameterPath.Parse(parameter.Name);
        string layer = path.Layer switch
        {
            "conv1" when path.Stage == 0 => "stem.conv",
            "bn1" when path.Stage == 0 => "stem.norm",
            "bn_last" => "norm",
            "fc" => "head.fc",
            "downsample.0" => "downsample.conv",
            "downsample.1" => "downsample.norm",
            var name => name.Replace("bn", "norm", StringComparison.Ordinal),
        };
        string block = path.Stage > 0 ? $"stages.{path.Stage - 1}.blocks.{path.Block}." : "";
        return new WeightSource.Tensor($"{block}{layer}.{path.Part}");
    }

    /// <summary>PyTorch counts the batches that a batch norm has seen.</summary>
    public override bool Ignores(string name) => name.EndsWith(".num_batches_tracked", StringComparison.Ordinal);
}
