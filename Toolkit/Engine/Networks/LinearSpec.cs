namespace MLResNet.Engine.Networks;

/// <summary>The classifier: <c>Name.weight</c> [outputs, inputs] and <c>Name.bias</c> [outputs].</summary>
internal sealed record LinearSpec(string Name, int Inputs, int Outputs)
{
    public string WeightName => Name + ".weight";

    public string BiasName => Name + ".bias";

    public IEnumerable<ParameterDescription> Parameters()
    {
        yield return new(WeightName, [Outputs, Inputs], ParameterKind.Weight, true);
        yield return new(BiasName, [Outputs], ParameterKind.Bias, true);
    }
}
