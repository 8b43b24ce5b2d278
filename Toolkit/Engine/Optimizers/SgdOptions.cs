namespace MLResNet.Engine.Optimizers;

/// <summary>
/// Stochastic gradient descent as PyTorch defines it: with g the gradient plus weight decay times the value,
/// v = momentum * v + g, and the value moves by -rate * v, or by -rate * (g + momentum * v) with Nesterov's momentum
/// (Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning").
/// </summary>
public sealed record SgdOptions : OptimizerOptions
{
    /// <summary>Share of the velocity that a step keeps: 0 up to, but not, 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether the gradient looks ahead along the velocity.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        RequireDecayRate(Momentum, nameof(Momentum));
    }
}
