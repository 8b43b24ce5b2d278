namespace MLResNet.Engine.Networks;

/// <summary>
/// Where a plan takes a network's parameters from: <see cref="NetworkParameters"/>, or a file that is read tensor by tensor, so
/// that they are never in memory twice.
/// </summary>
public interface IParameterSource
{
    /// <summary>The network that the parameters belong to.</summary>
    ResNetSpec Spec { get; }

    /// <summary>The values of a parameter, row-major, as many as its description says; valid until the next call.</summary>
    /// <param name="name">One of the names that <see cref="NetworkParameters.Describe"/> gives for the network.</param>
    ReadOnlySpan<float> Read(string name);
}
