namespace MLResNet.Engine.Networks;

/// <summary>
/// A square 2-D convolution; its weights are <c>Name.weight</c> [out, in / groups, kernel, kernel] and, if any, <c>Name.bias</c>
/// [out].
/// </summary>
internal sealed record ConvolutionSpec(string Name, int InputChannels, int OutputChannels, SlidingWindow Window, int Groups, bool Bias)
{
    public string WeightName => Name + ".weight";

    public string BiasName => Name + ".bias";

    public IEnumerable<ParameterDescription> Parameters()
    {
        yield return new(WeightName, [OutputChannels, InputChannels / Groups, Window.Kernel, Window.Kernel], ParameterKind.Weight, true);
        if (Bias) yield return new(BiasName, [OutputChannels], ParameterKind.Bias, true);
    }

    public long MultiplyAdds(int outputHeight, int outputWidth) =>
        checked((long)outputHeight * outputWidth * OutputChannels * (InputChannels / Groups) * Window.Kernel * Window.Kernel);
}
