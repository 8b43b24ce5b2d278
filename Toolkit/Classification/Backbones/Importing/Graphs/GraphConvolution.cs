namespace MLResNet.Backbones.Importing.Graphs;

/// <summary>A convolution of a graph, with what follows it before the next one.</summary>
internal sealed record GraphConvolution
{
    /// <summary>What errors call it.</summary>
    public required string Node { get; init; }

    /// <summary>Name of the tensor [out, in / groups, kernel, kernel].</summary>
    public required string Weight { get; init; }

    /// <summary>Name of the tensor [out], if it has a bias.</summary>
    public string? Bias { get; init; }

    public required int InputChannels { get; init; }

    public required int OutputChannels { get; init; }

    public required int Kernel { get; init; }

    public required int Stride { get; init; }

    public required int Groups { get; init; }

    /// <summary>Whether it is padded as TensorFlow's SAME; otherwise by (kernel - 1) / 2 on every side.</summary>
    public required bool PadsSame { get; init; }

    /// <summary>The batch norm right after it, if it was not folded into it.</summary>
    public GraphNorm? Norm { get; init; }

    /// <summary>Whether a ReLU follows.</summary>
    public bool Relu { get; init; }
}
