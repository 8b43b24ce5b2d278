using static MLResNet.SampleData.Rendering.PortableMath;

namespace MLResNet.SampleData.Rendering.Parts;

/// <summary>
/// A bolt lying on its side along x, head at the left: hexagon, cylinder, pan or countersunk head, part or full thread.
/// </summary>
internal sealed class Bolt : Part
{
    private const float Left = -0.95f;

    private readonly Head _head;
    private readonly (float Y, float Z)[] _sides = new (float, float)[6]; // normals of a hexagon head's sides
    private readonly float _headLength, _headRadius, _radius, _end, _pitch, _threadStart;

    public Bolt(RandomStream random)
    {
        _head = (Head)random.Integer(4);
        _headRadius = random.Uniform(0.3f, 0.4f);
        _headLength = _headRadius * random.Uniform(0.75f, 1.1f);
        float roll = random.Uniform(0, Pi / 3);
        for (int side = 0; side < 6; side++) _sides[side] = (Cos(roll + side * (Pi / 3)), Sin(roll + side * (Pi / 3)));
        _radius = _headRadius * random.Uniform(0.5f, 0.62f);
        _end = random.Uniform(0.55f, 0.95f);
        _pitch = random.Uniform(0.08f, 0.12f);
        _threadStart = random.Chance(0.4f) ? Left : random.Uniform(-0.3f, 0.3f);
    }

    private enum Head { Hexagon, Cylinder, Pan, Countersunk }

    protected override float SoundHeight(float x, float y)
    {
        if (x < Left || x > _end) return 0;
        float neck = Left + _headLength;
        if (x < neck) return HeadHeight(x, y, neck);

        // The shank slopes down from the head, which holds it off the belt.
        float axis = Lerp(_headRadius, _radius, (x - neck) / (_end - neck));
        float radius = MathF.Min(_radius, _radius * 0.7f + (_end - x));
        if (x > _threadStart) radius -= 0.035f * Triangle(x / _pitch + 0.12f * y / _radius);
        float q = radius * radius - y * y;
        return q <= 0 ? 0 : axis + MathF.Sqrt(q);
    }

    private float HeadHeight(float x, float y, float neck)
    {
        float fromTop = x - Left, fromNeck = neck - x;
        float edge = MathF.Min(fromTop, fromNeck);
        float radius = _head switch
        {
            Head.Countersunk => Lerp(_headRadius, _radius, Saturate((fromTop - 0.04f) / (_headLength - 0.04f))),
            Head.Pan => _headRadius * MathF.Sqrt(Saturate(1 - (1 - fromTop / _headLength) * (1 - fromTop / _headLength))),
            _ => _headRadius - 0.4f * MathF.Max(0.04f - edge, 0),
        };
        if (_head != Head.Hexagon)
        {
            float q = radius * radius - y * y;
            return q <= 0 ? 0 : _headRadius + MathF.Sqrt(q);
        }

        // Upper outline of a hexagon seen end on, turned by the roll: the lowest of the sides that face up.
        float apothem = 0.8660254f * radius, top = float.MaxValue;
        if (MathF.Abs(y) >= radius) return 0;
        foreach (var (ny, nz) in _sides)
        {
            if (nz > 0.01f) top = MathF.Min(top, (apothem - ny * y) / nz);
            else if (ny * y > apothem) return 0;
        }

        return top <= -radius ? 0 : MathF.Max(_headRadius * 0.9f + top, 0);
    }
}
