using static MLResNet.SampleData.Rendering.PortableMath;

namespace MLResNet.SampleData.Rendering.Setting;

/// <summary>
/// A piece of the machine that reaches into the frame and may hide an edge of the part: guide rail, hose, gripper finger.
/// </summary>
internal sealed class Occluder
{
    private static readonly Material[] Makes =
    [
        new(new Rgb(0.60f, 0.61f, 0.63f), 1, 0.4f),     // aluminium
        new(Rgb.Grey(0.03f), 0, 0.45f),                 // black rubber
        new(new Rgb(0.60f, 0.30f, 0.02f), 0, 0.4f),     // machine orange
        new(new Rgb(0.05f, 0.12f, 0.35f), 0, 0.3f),     // blue hose
        new(new Rgb(0.65f, 0.50f, 0.03f), 0, 0.5f),     // safety yellow
    ];

    private readonly Kind _kind;
    private readonly Material _material;
    private readonly float _cos, _sin, _distance, _width, _height, _curve;

    /// <param name="random">Where it is and what it looks like is drawn from here.</param>
    /// <param name="beltAngle">A guide rail runs along the belt.</param>
    /// <param name="fromX">It keeps clear of the middle of the part, which is here.</param>
    /// <param name="fromY">See <paramref name="fromX"/>.</param>
    /// <param name="clearance">The distance that it keeps from there.</param>
    public Occluder(RandomStream random, float beltAngle, float fromX, float fromY, float clearance)
    {
        _kind = (Kind)random.Integer(3);
        _material = random.Pick<Material>(Makes);
        float angle = _kind == Kind.Rail ? beltAngle + random.Sign() * Pi / 2 : random.Angle();
        _cos = Cos(angle);
        _sin = Sin(angle);
        _width = _kind == Kind.Hose ? random.Uniform(0.1f, 0.18f) : random.Uniform(0.14f, 0.3f);
        _height = random.Uniform(0.15f, 0.35f);
        _curve = random.Uniform(-0.25f, 0.25f);
        float least = _cos * fromX + _sin * fromY + clearance;
        _distance = MathF.Max(least, random.Uniform(0.75f, 1.05f));
    }

    private enum Kind { Rail, Hose, Finger }

    /// <summary>Puts it on the relief.</summary>
    public void Place(Relief relief)
    {
        for (int row = 0, at = 0; row < relief.Side; row++)
        {
            float y = relief.Coordinate(row);
            for (int column = 0; column < relief.Side; column++, at++)
            {
                float x = relief.Coordinate(column);
                float beyond = _cos * x + _sin * y - _distance, side = _cos * y - _sin * x;
                float height = Height(beyond, side);
                if (height <= 0 || height <= relief.Heights[at]) continue;
                relief.Heights[at] = height;
                relief.Materials[at] = _material;
            }
        }
    }

    private float Height(float beyond, float side)
    {
        switch (_kind)
        {
            case Kind.Rail:
                if (beyond <= 0) return 0;
                return beyond > _width ? 0.4f * _height : _height - 0.02f * Smoothstep(0.8f, 1, Triangle(beyond / _width));

            case Kind.Hose:
                float across = beyond - _width - _curve * (side * side);
                float q = _width * _width - across * across;
                return q <= 0 ? 0 : 0.7f * _height + MathF.Sqrt(q) + 0.012f * (Triangle(side / 0.07f) - 0.5f);

            default:
                float inside = MathF.Min(beyond, _width - MathF.Abs(side));
                return inside <= 0 ? 0 : _height - 0.05f * (1 - Smoothstep(0, 0.06f, inside));
        }
    }
}
