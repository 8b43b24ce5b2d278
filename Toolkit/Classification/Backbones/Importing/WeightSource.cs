namespace MLResNet.Backbones.Importing;

/// <summary>Where a parameter's values come from: a tensor of the file in a certain layout, or a constant.</summary>
internal abstract record WeightSource
{
    private WeightSource() { }

    /// <summary>The tensor of this name.</summary>
    /// <param name="Name">Its name in the file, as <see cref="WeightNames.NameOf"/> gives it.</param>
    /// <param name="Layout">The order of its axes.</param>
    public sealed record Tensor(string Name, WeightLayout Layout = WeightLayout.OutFirst) : WeightSource;

    /// <summary>No tensor: the origin's network does without this parameter, which is the same as this value everywhere.</summary>
    public sealed record Constant(float Value) : WeightSource;
}
