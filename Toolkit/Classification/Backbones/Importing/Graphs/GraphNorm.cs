namespace MLResNet.Backbones.Importing.Graphs;

/// <summary>A batch norm of a graph: the names of its tensors, and what is added to the variance.</summary>
internal sealed record GraphNorm(string Scale, string Shift, string Mean, string Variance, float Epsilon);
