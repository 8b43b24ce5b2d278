using MLResNet.Engine.Networks;

namespace MLResNet.Backbones.Importing;

/// <summary>How an origin calls the parameters of our networks: a name map.</summary>
internal abstract class WeightNames
{
    /// <summary>Where the values of one of our parameters come from.</summary>
    /// <param name="parameter">Our parameter, named as docs/parameters.md has it.</param>
    /// <param name="spec">The network that it belongs to.</param>
    public abstract WeightSource Find(ParameterDescription parameter, ResNetSpec spec);

    /// <summary>
    /// What <see cref="Find"/> calls a tensor of the file: its name, unless the origin's files vary in how they spell it. Two
    /// tensors of a file must not come out the same.
    /// </summary>
    public virtual string NameOf(string tensor) => tensor;

    /// <summary>
    /// Whether a tensor that no parameter asks for may stand in the file: a step counter, an optimizer's state.
    /// </summary>
    /// <param name="name">Its name, as <see cref="NameOf"/> gives it.</param>
    public virtual bool Ignores(string name) => false;
}
