namespace MLResNet.Backbones.Importing.Graphs;

/// <summary>A residual block of a graph.</summary>
/// <param name="First">The batch norm before the branch, in v2.</param>
/// <param name="Branch">Two convolutions or three.</param>
/// <param name="Shortcut">What is added to it.</param>
/// <param name="Projection">The convolution of the shortcut, if it has one.</param>
internal sealed record GraphBlock(
    GraphNorm? First, IReadOnlyList<GraphConvolution> Branch, GraphShortcut Shortcut, GraphConvolution? Projection)
{
    public int OutputChannels => Branch[^1].OutputChannels;

    public int Stride => Branch.Max(convolution => convolution.Stride);

    /// <summary>All convolutions, in the order of our layout.</summary>
    public IEnumerable<GraphConvolution> Convolutions => Projection is null ? Branch : Branch.Append(Projection);
}
