namespace MLResNet.Engine.Inference;

/// <summary>What a step of a plan does, and how long it takes.</summary>
public sealed record StepProfile
{
    /// <summary>The layer's name, as its parameters have it.</summary>
    public required string Name { get; init; }

    /// <summary>How it is computed.</summary>
    public required StepAlgorithm Algorithm { get; init; }

    /// <summary>Side of the window in pixels.</summary>
    public required int Kernel { get; init; }

    /// <summary>Pixels from window to window.</summary>
    public required int Stride { get; init; }

    /// <summary>The map read: height, width, channels.</summary>
    public required (int Height, int Width, int Channels) Input { get; init; }

    /// <summary>The map written: height, width, channels.</summary>
    public required (int Height, int Width, int Channels) Output { get; init; }

    /// <summary>The median of the runs.</summary>
    public required double Seconds { get; init; }

    /// <summary>
    /// Multiply-adds of the whole batch by the layer's definition, whatever the algorithm; 0 of what is no convolution.
    /// </summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>
    /// Bytes that have to be moved at least: maps read and written, and weights as the algorithm has them, each once.
    /// </summary>
    public required long Bytes { get; init; }
}
