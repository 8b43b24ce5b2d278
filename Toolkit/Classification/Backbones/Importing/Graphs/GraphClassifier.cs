namespace MLResNet.Backbones.Importing.Graphs;

/// <summary>The classifier at the end of a graph.</summary>
/// <param name="Weight">Name of its weights, [classes, features] or, transposed, [features, classes].</param>
/// <param name="IsTransposed">Which of the two.</param>
/// <param name="Bias">Name of its bias, if it has one.</param>
/// <param name="Classes">Number of its outputs.</param>
internal sealed record GraphClassifier(string Weight, bool IsTransposed, string? Bias, int Classes);
