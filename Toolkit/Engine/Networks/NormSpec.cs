namespace MLResNet.Engine.Networks;

/// <summary>
/// A batch norm: <c>Name.weight</c> (scale), <c>.bias</c> (shift), <c>.running_mean</c> and <c>.running_var</c>, each [channels].
/// <paramref name="Affine"/> tells whether scale and shift are trained.
/// </summary>
internal sealed record NormSpec(string Name, int Channels, double Epsilon, bool Affine = true)
{
    public string ScaleName => Name + ".weight";

    public string ShiftName => Name + ".bias";

    public string MeanName => Name + ".running_mean";

    public string VarianceName => Name + ".running_var";

    public IEnumerable<ParameterDescription> Parameters()
    {
        yield return new(ScaleName, [Channels], ParameterKind.NormScale, Affine);
        yield return new(ShiftName, [Channels], ParameterKind.NormShift, Affine);
        yield return new(MeanName, [Channels], ParameterKind.RunningMean, false);
        yield return new(VarianceName, [Channels], ParameterKind.RunningVariance, false);
    }
}
