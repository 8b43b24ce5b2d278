namespace MLResNet.Engine.Optimizers;

/// <summary>Where <see cref="Lbfgs"/> came to.</summary>
/// <param name="Value">The function's value there.</param>
/// <param name="GradientNorm">Euclidean norm of the gradient there.</param>
/// <param name="Iterations">Steps taken.</param>
internal sealed record LbfgsResult(double Value, double GradientNorm, int Iterations);
