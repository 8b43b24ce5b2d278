namespace MLResNet.Backbones.Importing.Graphs;

/// <summary>A residual network as its graph has it, before it is known which member of the family that is.</summary>
internal sealed record GraphNetwork
{
    public GraphNorm? DataNorm { get; init; }

    public required GraphConvolution Stem { get; init; }

    /// <summary>Whether the stem ends with a max pooling.</summary>
    public bool StemPool { get; init; }

    /// <summary>Whether that is padded as TensorFlow's SAME.</summary>
    public bool StemPoolPadsSame { get; init; }

    public required IReadOnlyList<GraphBlock> Blocks { get; init; }

    /// <summary>v2: the batch norm after the last block.</summary>
    public GraphNorm? LastNorm { get; init; }

    public required GraphClassifier Classifier { get; init; }

    public bool IsV2 => LastNorm is not null;
}
