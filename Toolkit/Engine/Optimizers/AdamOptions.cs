namespace MLResNet.Engine.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015, arXiv:1412.6980) as PyTorch defines it: weight decay is added to the gradient, and the moments adapt
/// to it.
/// </summary>
public record AdamOptions : OptimizerOptions
{
    /// <summary>Share of the mean gradient that a step keeps: 0 up to, but not, 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Share of the mean squared gradient that a step keeps: 0 up to, but not, 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the mean squared gradient, above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        RequireDecayRate(Beta1, nameof(Beta1));
        RequireDecayRate(Beta2, nameof(Beta2));
        Require(double.IsFinite(Epsilon) && Epsilon > 0, nameof(Epsilon), "above 0", Epsilon);
    }
}
