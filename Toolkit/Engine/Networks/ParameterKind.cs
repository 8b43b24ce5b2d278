namespace MLResNet.Engine.Networks;

/// <summary>The part a parameter plays in its layer.</summary>
public enum ParameterKind
{
    /// <summary>Weights of a convolution or of the classifier: the only ones that weight decay touches.</summary>
    Weight,

    /// <summary>Bias of a convolution or of the classifier.</summary>
    Bias,

    /// <summary>Scale of a batch norm (gamma).</summary>
    NormScale,

    /// <summary>Shift of a batch norm (beta).</summary>
    NormShift,

    /// <summary>Running mean of a batch norm: a statistic, not trained.</summary>
    RunningMean,

    /// <summary>Running variance of a batch norm: a statistic, not trained.</summary>
    RunningVariance,
}
