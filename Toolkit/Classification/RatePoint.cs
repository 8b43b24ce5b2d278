namespace MLResNet;

/// <summary>A step of a learning-rate range test.</summary>
/// <param name="LearningRate">The rate of the step.</param>
/// <param name="Loss">The loss of its batch, smoothed over the steps before.</param>
public sealed record RatePoint(double LearningRate, double Loss);
