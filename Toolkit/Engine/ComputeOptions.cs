namespace MLResNet.Engine;

/// <summary>How the engine uses the processor. Results do not depend on <see cref="Threads"/>.</summary>
public sealed record ComputeOptions
{
    /// <summary>All cores, widest vectors.</summary>
    public static ComputeOptions Default { get; } = new();

    /// <summary>Threads that work on one run together, the caller's included; 0 takes one a core.</summary>
    public int Threads { get; init; }

    /// <summary>The vector instructions to use; one that this processor lacks is an error.</summary>
    public InstructionSet InstructionSet { get; init; }

    internal int EffectiveThreads
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(Threads);
            return Threads == 0 ? Environment.ProcessorCount : Threads;
        }
    }
}
