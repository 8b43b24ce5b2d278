using static MLResNet.SampleData.Rendering.PortableMath;

namespace MLResNet.SampleData.Rendering.Parts;

/// <summary>Where a part burst open: a gap with jagged walls, from the bore outwards.</summary>
internal sealed class Fracture
{
    private const float Jaggedness = 0.16f;

    private readonly Noise _noise;
    private readonly float _cos, _sin, _width;

    /// <param name="random">Where it is and how wide is drawn from here.</param>
    /// <param name="opening">1, or more for a wider gap.</param>
    public Fracture(RandomStream random, float opening = 1)
    {
        _noise = new Noise(random);
        float angle = random.Angle();
        _cos = Cos(angle);
        _sin = Sin(angle);
        _width = opening * random.Uniform(0.5f, 0.75f);
    }

    /// <summary>The distance from the wall of the gap, positive where the part still is.</summary>
    public float Distance(float x, float y)
    {
        float along = _cos * x + _sin * y, across = _cos * y - _sin * x;
        float smooth = along > 0 ? MathF.Abs(across) - _width / 2 : Length(along, across) + _width;
        return smooth + Jaggedness * (_noise.Fractal(9 * x, 9 * y) - 0.5f);
    }
}
