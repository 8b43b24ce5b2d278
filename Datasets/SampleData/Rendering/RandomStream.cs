namespace MLResNet.SampleData.Rendering;

/// <summary>Random numbers for one concern, in the ranges that a scene is described with.</summary>
internal sealed class RandomStream
{
    private SplitMix64 _source;

    public RandomStream(params ReadOnlySpan<long> keys) => _source = new SplitMix64(keys);

    /// <summary>
    /// A stream of its own for one concern of the picture, so that a draw more in one concern leaves the others as they were.
    /// </summary>
    public RandomStream Fork() => new((long)_source.Next());

    /// <summary>64 random bits.</summary>
    public ulong Next() => _source.Next();

    /// <summary>Uniform in [0, 1), a multiple of 2^-24.</summary>
    public float Uniform() => (_source.Next() >> 40) * (1f / (1 << 24));

    public float Uniform(float low, float high) => low + (high - low) * Uniform();

    /// <summary>0 to count - 1.</summary>
    public int Integer(int count) => _source.Next(count);

    /// <summary>low to high, both included.</summary>
    public int Integer(int low, int high) => low + Integer(high - low + 1);

    public bool Chance(float probability) => Uniform() < probability;

    public float Sign() => Chance(0.5f) ? 1 : -1;

    public float Angle() => Uniform(-PortableMath.Pi, PortableMath.Pi);

    public T Pick<T>(ReadOnlySpan<T> items) => items[Integer(items.Length)];
}
