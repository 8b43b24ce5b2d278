using System.Globalization;
using System.Text.RegularExpressions;
using MLResNet.Engine.Networks;

namespace MLResNet.Backbones.Importing;

/// <summary>
/// TF-Slim's names of its pre-activation networks: <c>resnet_v2_50/block1/unit_1/bottleneck_v2/conv1/weights</c>. The outermost
/// scopes, up to the network's own, are left out.
/// </summary>
/// <remarks>
/// Slim counts a batch norm to the convolution before it, ours to the one after: its preact is our bn1, and conv1/BatchNorm our
/// bn2. Convolutions that a batch norm follows have no bias there and a bias of 0 here.
/// </remarks>
internal sealed partial class SlimNames : WeightNames
{
    /// <inheritdoc/>
    public override string NameOf(string tensor) => Scope().Replace(tensor, "");

    /// <inheritdoc/>
    public override WeightSource Find(ParameterDescription parameter, ResNetSpec spec)
    {
        ParameterPath path = ParameterPath.Parse(parameter.Name);
        string block = path.Stage == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"block{path.Stage}/unit_{path.Block + 1}/bottleneck_v2/");
        return path.Layer switch
        {
            "bn1" => Norm(block + "preact", path),
            "bn2" => Norm(block + "conv1/BatchNorm", path),
            "bn3" => Norm(block + "conv2/BatchNorm", path),
            "bn_last" => Norm("postnorm", path),
            "conv1" or "conv2" when path is { Stage: > 0, Part: "bias" } => new WeightSource.Constant(0),
            "downsample.0" => Convolution(block + "shortcut", path),
            "fc" => Convolution("logits", path),
            _ => Convolution(block + path.Layer, path),
        };
    }

    /// <summary>Constants of the graph that are no variables: paddings, shapes, axes, the step.</summary>
    public override bool Ignores(string name) => !Variable().IsMatch(name);

    private static WeightSource.Tensor Convolution(string layer, ParameterPath path) =>
        new(layer + (path.Part == "weight" ? "/weights" : "/biases"), WeightLayout.OutLast);

    private static WeightSource.Tensor Norm(string layer, ParameterPath path) => new(layer + path.Part switch
    {
        "weight" => "/gamma",
        "bias" => "/beta",
        "running_mean" => "/moving_mean",
        _ => "/moving_variance",
    });

    [GeneratedRegex(@"^(.*/)?resnet_v2_\d+/")]
    private static partial Regex Scope();

    [GeneratedRegex(@"/(weights|biases|gamma|beta|moving_mean|moving_variance)$")]
    private static partial Regex Variable();
}
