using System.Text.Json.Serialization;

namespace MLResNet.Engine.Optimizers;

/// <summary>
/// How parameters are updated: <see cref="SgdOptions"/>, <see cref="AdamOptions"/> or <see cref="AdamWOptions"/>.
/// </summary>
[JsonDerivedType(typeof(SgdOptions), "sgd")]
[JsonDerivedType(typeof(AdamOptions), "adam")]
[JsonDerivedType(typeof(AdamWOptions), "adamw")]
public abstract record OptimizerOptions
{
    private protected OptimizerOptions() { }

    /// <summary>
    /// Weight decay, 0 or more. It shrinks the weights of convolutions and of the classifier, never biases and batch norms.
    /// </summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Largest Euclidean norm of all gradients together, above 0; longer ones are scaled down to it (Pascanu et al. 2013,
    /// arXiv:1211.5063). None: no clipping.
    /// </summary>
    public double? MaxGradientNorm { get; init; }

    /// <summary>Checks that every value is in its range.</summary>
    /// <exception cref="ArgumentException">One is not; the message names it.</exception>
    public virtual void Validate()
    {
        Require(double.IsFinite(WeightDecay) && WeightDecay >= 0, nameof(WeightDecay), "0 or more", WeightDecay);
        Require(MaxGradientNorm is null or (> 0 and <= double.MaxValue), nameof(MaxGradientNorm), "above 0", MaxGradientNorm ?? 0);
    }

    private protected static void RequireDecayRate(double value, string property) =>
        Require(value is >= 0 and < 1, property, "from 0 up to, but not, 1", value);

    private protected static void Require(bool condition, string property, string range, double value)
    {
        if (!condition) throw new ArgumentException($"{property} must be {range}, not {value}.", property);
    }
}
