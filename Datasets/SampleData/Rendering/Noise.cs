namespace MLResNet.SampleData.Rendering;

/// <summary>Value noise: random numbers on the points of an integer lattice, smoothly interpolated. 0 to 1, mean 0.5.</summary>
internal readonly struct Noise(RandomStream random)
{
    private readonly uint _seed = (uint)random.Next();

    /// <summary>One octave; features are about 1 unit wide.</summary>
    public float At(float x, float y)
    {
        float fx = MathF.Floor(x), fy = MathF.Floor(y);
        int ix = (int)fx, iy = (int)fy;
        float tx = x - fx, ty = y - fy;
        tx = tx * tx * (3 - 2 * tx);
        ty = ty * ty * (3 - 2 * ty);
        float top = PortableMath.Lerp(Lattice(ix, iy), Lattice(ix + 1, iy), tx);
        float bottom = PortableMath.Lerp(Lattice(ix, iy + 1), Lattice(ix + 1, iy + 1), tx);
        return PortableMath.Lerp(top, bottom, ty);
    }

    /// <summary>Three octaves, each twice as fine and half as strong as the one before.</summary>
    public float Fractal(float x, float y) =>
        (4 * At(x, y) + 2 * At(2 * x + 17.3f, 2 * y + 5.1f) + At(4 * x + 3.7f, 4 * y + 41.9f)) * (1f / 7);

    /// <summary>The random number of a lattice point, without interpolation.</summary>
    public float Lattice(int x, int y)
    {
        uint h = (uint)x * 0x9E3779B1 ^ (uint)y * 0x85EBCA77 ^ _seed;
        h = (h ^ (h >> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >> 12)) * 0x297A2D39;
        return ((h ^ (h >> 15)) >> 8) * (1f / (1 << 24));
    }
}
