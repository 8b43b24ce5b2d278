namespace MLResNet;

/// <summary>
/// Steele, Lea and Flood's generator of 64-bit numbers ("Fast Splittable Pseudorandom Number Generators", 2014). Ours rather than
/// <see cref="Random"/>, because splits and augmentations have to stay the same on every machine and every version of .NET.
/// </summary>
internal struct SplitMix64
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>A generator whose numbers depend on every one of the keys and on their order.</summary>
    public SplitMix64(params ReadOnlySpan<long> keys)
    {
        foreach (long key in keys)
            _state = Mix(_state + GoldenGamma ^ Mix((ulong)key + GoldenGamma));
    }

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(_state += GoldenGamma);

    /// <summary>A number in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [low, high).</summary>
    public double NextDouble(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>An integer in [0, bound), each as likely as the next (Lemire's multiplication with rejection).</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        ulong range = (ulong)bound;
        ulong unfair = (0 - range) % range;
        while (true)
        {
            ulong high = Math.BigMul(Next(), range, out ulong low);
            if (low >= unfair)
                return (int)high;
        }
    }

    /// <summary>Puts the items in random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A key from a text, the same everywhere (FNV-1a over its UTF-16 units).</summary>
    public static long KeyOf(string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char c in text)
            hash = (hash ^ c) * 0x100000001B3;
        return (long)hash;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
