namespace MLResNet.Engine.Optimizers;

/// <summary>A smooth function of many variables that is to be minimised.</summary>
internal interface IObjective
{
    /// <summary>Number of variables.</summary>
    int Length { get; }

    /// <summary>The function's value; writes its gradient.</summary>
    double Evaluate(ReadOnlySpan<float> x, Span<float> gradient);
}
