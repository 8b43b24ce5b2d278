namespace MLResNet.Backbones.Importing;

/// <summary>Where a parameter's values come from: a tensor of the file in a certain layout, two of them, or a constant.</summary>
internal abstract record WeightSource
{
    private WeightSource() { }

    /// <summary>The tensor of this name.</summary>
    /// <param name="Name">Its name in the file, as <see cref="WeightNames.NameOf"/> gives it.</param>
    /// <param name="Layout">The order of its axes.</param>
    public sealed record Tensor(string Name, WeightLayout Layout = WeightLayout.OutFirst) : WeightSource;

    /// <summary>
    /// No tensor: the origin's network does without this parameter, which is the same as this value everywhere.
    /// </summary>
    public sealed record Constant(float Value) : WeightSource;

    /// <summary>
    /// The values of one tensor less those of another: a batch norm's running mean less the bias of the convolution before it
    /// gives the network without that bias.
    /// </summary>
    public sealed record Difference(Tensor Minuend, Tensor Subtrahend) : WeightSource;

    /// <summary>The tensors that it asks for.</summary>
    public IReadOnlyList<Tensor> Tensors => this switch
    {
        Tensor tensor => [tensor],
        Difference difference => [difference.Minuend, difference.Subtrahend],
        _ => [],
    };
}
