using MLResNet.Engine.Networks;

namespace MLResNet.Backbones.Importing;

/// <summary>The names in a published file: its origin's, and, where the file lacks the classifier, one of zeros.</summary>
internal sealed class PublishedNames(WeightNames origin) : WeightNames
{
    private static readonly WeightSource Zero = new WeightSource.Constant(0);

    private static readonly Dictionary<BackboneNaming, WeightNames> Origins = new()
    {
        [BackboneNaming.Torchvision] = new TorchvisionNames(),
    };

    /// <summary>The map for an entry of the catalog.</summary>
    public static WeightNames Of(BackboneEntry entry) =>
        entry.HasHead ? Origins[entry.Naming] : new PublishedNames(Origins[entry.Naming]);

    /// <inheritdoc/>
    public override WeightSource Find(ParameterDescription parameter, ResNetSpec spec) =>
        parameter.Name.StartsWith("fc.", StringComparison.Ordinal) ? Zero : origin.Find(parameter, spec);

    /// <inheritdoc/>
    public override string NameOf(string tensor) => origin.NameOf(tensor);

    /// <inheritdoc/>
    public override bool Ignores(string name) => origin.Ignores(name);
}
