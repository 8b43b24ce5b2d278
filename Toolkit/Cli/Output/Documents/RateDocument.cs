namespace MLResNet.Cli.Output.Documents;

/// <summary><c>train --find-rate --format json</c>.</summary>
internal sealed record RateDocument(double LearningRate, IReadOnlyList<RatePoint> Points);
