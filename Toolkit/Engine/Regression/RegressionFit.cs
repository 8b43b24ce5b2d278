namespace MLResNet.Engine.Regression;

/// <summary>What <see cref="LogisticRegression.Fit"/> came to.</summary>
public sealed class RegressionFit
{
    internal RegressionFit(double l2, float[] values, LinearHead head)
    {
        L2 = l2;
        Values = values;
        Head = head;
    }

    /// <summary>The penalty that was fitted with.</summary>
    public double L2 { get; }

    /// <summary>The layer, for features as they come, not standardised.</summary>
    public LinearHead Head { get; }

    /// <summary>What was minimised: the mean log-loss and the penalty.</summary>
    public required double Objective { get; init; }

    /// <summary>Euclidean norm of the objective's gradient, in standardised features: 0 at the minimum.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Steps that it took.</summary>
    public required int Iterations { get; init; }

    /// <summary>[features + 1][classes], for standardised features; the last row is the bias.</summary>
    internal float[] Values { get; }
}
