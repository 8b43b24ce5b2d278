using MLResNet.Engine;
using MLResNet.Formats;

namespace MLResNet;

/// <summary>
/// How an <see cref="ImageClassifier"/> works. Its answers stay the same, but for the last bits of a score on other vector
/// instructions.
/// </summary>
public sealed record ImageClassifierOptions
{
    /// <summary>The defaults: all cores, batches of 32, the decoders' default limits.</summary>
    public static ImageClassifierOptions Default { get; } = new();

    /// <summary>Threads to use; 0 for one a core.</summary>
    public int Threads { get; init; }

    /// <summary>Images that are classified together where there are many; at least 1. More take more memory.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Limits on the images that are decoded.</summary>
    public DecodeOptions Decoding { get; init; } = DecodeOptions.Default;

    /// <summary>The vector instructions to use.</summary>
    public InstructionSet InstructionSet { get; init; }

    internal ComputeOptions Compute => new() { Threads = Threads, InstructionSet = InstructionSet };

    internal void Validate()
    {
        OptionRange.Require(Threads >= 0, nameof(Threads), "0 or more", Threads);
        OptionRange.Require(BatchSize >= 1, nameof(BatchSize), "at least 1", BatchSize);
    }
}
