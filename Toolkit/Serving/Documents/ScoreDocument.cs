namespace MLResNet.Serving.Documents;

/// <summary>A label and its probability, 0 to 1.</summary>
internal sealed record ScoreDocument(string Label, float Score);
