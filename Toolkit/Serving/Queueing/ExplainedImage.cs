namespace MLResNet.Serving.Queueing;

/// <summary>What of an image speaks for a label.</summary>
/// <param name="Label">The label.</param>
/// <param name="Score">Its probability, 0 to 1.</param>
/// <param name="Png">The heat map over the image.</param>
internal sealed record ExplainedImage(string Label, float Score, ReadOnlyMemory<byte> Png);
