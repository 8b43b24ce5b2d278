using System.Numerics;

namespace MLResNet.Engine.Networks;

/// <summary>
/// Random numbers that are the same bits on every machine: xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom
/// number generators"), seeded by SplitMix64 from a seed and a name, so that every name has a stream of its own. Normal deviates
/// are made of integer sums, not of log and cos, whose last bits differ between math libraries.
/// </summary>
internal sealed class DeterministicRandom
{
    private ulong _s0, _s1, _s2, _s3;

    public DeterministicRandom(long seed, string name)
    {
        ulong state = (ulong)seed ^ Fnv1a(name);
        _s0 = SplitMix64(ref state);
        _s1 = SplitMix64(ref state);
        _s2 = SplitMix64(ref state);
        _s3 = SplitMix64(ref state);
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform numbers in [-bound, bound).</summary>
    public void FillUniform(Span<float> values, double bound)
    {
        // 53 bits as a fraction in [0, 1).
        for (int i = 0; i < values.Length; i++) values[i] = (float)(((Next() >> 11) * (1.0 / (1L << 52)) - 1) * bound);
    }

    /// <summary>
    /// Numbers of mean 0 and the given standard deviation, as good as normal within 3 deviations and never beyond 6: the centred
    /// sum of twelve 16-bit uniform numbers, whose variance is 12 * (2^32 - 1) / 12, that is 2^16 squared (Irwin-Hall).
    /// </summary>
    public void FillNormal(Span<float> values, double deviation)
    {
        const int mean = 12 * 65_535 / 2;
        double scale = deviation / 65_536;
        for (int i = 0; i < values.Length; i++)
        {
            int sum = FourUniforms() + FourUniforms() + FourUniforms();
            values[i] = (float)((sum - mean) * scale);
        }
    }

    private int FourUniforms()
    {
        ulong bits = Next();
        return (int)(bits & 0xFFFF) + (int)(bits >> 16 & 0xFFFF) + (int)(bits >> 32 & 0xFFFF) + (int)(bits >> 48);
    }

    private static ulong SplitMix64(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }

    /// <summary>The 64-bit FNV-1a hash of the name's UTF-16 code units, one step each.</summary>
    private static ulong Fnv1a(string name)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char c in name) hash = (hash ^ c) * 0x100000001B3;
        return hash;
    }
}
