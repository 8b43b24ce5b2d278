namespace MLResNet.Engine.Networks;

/// <summary>
/// A square max pooling; <paramref name="PadsZeros"/> tells whether padding takes part in the maximum, as zeros.
/// </summary>
internal sealed record MaxPoolSpec(SlidingWindow Window, bool PadsZeros);
