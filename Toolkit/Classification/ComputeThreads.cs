namespace MLResNet;

/// <summary>Resolves the option that is called Threads everywhere.</summary>
internal static class ComputeThreads
{
    /// <summary>The number itself, or for 0 the number of cores.</summary>
    public static int Of(int threads) => threads == 0 ? Environment.ProcessorCount : threads;
}
