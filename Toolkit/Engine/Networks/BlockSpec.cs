using System.Collections.Immutable;

namespace MLResNet.Engine.Networks;

/// <summary>
/// One residual block. Its branch is <c>Convolutions</c> with one of <c>Norms</c> each:
/// <list type="bullet">
/// <item>v1: x_i+1 = relu(norm_i(conv_i(x_i))), and the last ReLU comes after the shortcut is added;</item>
/// <item>v2: x_i+1 = conv_i(relu(norm_i(x_i))), then the shortcut is added.</item>
/// </list>
/// </summary>
/// <param name="Name">Prefix of its parameters: <c>layer1.0</c>.</param>
/// <param name="Stage">Stage, from 0.</param>
/// <param name="Version">Order of norm, ReLU and convolution.</param>
/// <param name="Convolutions">Two in a basic block, three in a bottleneck.</param>
/// <param name="Norms">As many.</param>
/// <param name="Stride">Product of the strides of the branch, and the stride of the shortcut.</param>
/// <param name="Shortcut">What is added.</param>
/// <param name="Projection">The 1x1 convolution, if the shortcut is one.</param>
/// <param name="ProjectionNorm">The batch norm after it, in v1.</param>
/// <param name="ProjectionTakesPreActivation">v2: the projection reads relu(norm_0(x)) rather than x.</param>
internal sealed record BlockSpec(
    string Name,
    int Stage,
    ResNetVersion Version,
    ImmutableArray<ConvolutionSpec> Convolutions,
    ImmutableArray<NormSpec> Norms,
    int Stride,
    ShortcutPath Shortcut,
    ConvolutionSpec? Projection,
    NormSpec? ProjectionNorm,
    bool ProjectionTakesPreActivation)
{
    public int InputChannels => Convolutions[0].InputChannels;

    public int OutputChannels => Convolutions[^1].OutputChannels;

    public IEnumerable<ParameterDescription> Parameters()
    {
        IEnumerable<ParameterDescription> branch = Convolutions.Zip(Norms).SelectMany(pair => Version == ResNetVersion.V2
            ? pair.Second.Parameters().Concat(pair.First.Parameters())
            : pair.First.Parameters().Concat(pair.Second.Parameters()));
        return branch.Concat(Projection?.Parameters() ?? []).Concat(ProjectionNorm?.Parameters() ?? []);
    }
}
