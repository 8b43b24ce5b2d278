using MLResNet.Engine.Networks;

namespace MLResNet.Backbones.Importing;

/// <summary>
/// The names in a file without the classifier. Ours is zero everywhere: only the features of such a network mean something.
/// </summary>
internal sealed class HeadlessNames(WeightNames origin) : WeightNames
{
    /// <inheritdoc/>
    public override WeightSource Find(ParameterDescription parameter, ResNetSpec spec) =>
        ParameterPath.Parse(parameter.Name).Layer == "fc" ? new WeightSource.Constant(0) : origin.Find(parameter, spec);

    /// <inheritdoc/>
    public override string NameOf(string tensor) => origin.NameOf(tensor);

    /// <inheritdoc/>
    public override bool Ignores(string name) => origin.Ignores(name);
}
