using static MLResNet.SampleData.Rendering.PortableMath;

namespace MLResNet.SampleData.Rendering.Parts;

/// <summary>
/// A spur gear lying flat: teeth, hub, bore with or without keyway, sometimes a recessed web or lightening holes.
/// </summary>
internal sealed class Gear : Part
{
    private readonly int _teeth, _holes;
    private readonly float _root, _rootWidth, _tipWidth, _thickness, _bore, _hub, _hubRise, _recess, _keyway, _bevel;

    public Gear(RandomStream random)
    {
        _teeth = random.Integer(9, 15);
        _root = random.Uniform(0.74f, 0.79f);
        float pitch = 2 * Pi / _teeth;
        _rootWidth = random.Uniform(0.28f, 0.33f) * pitch * _root;
        _tipWidth = random.Uniform(0.15f, 0.2f) * pitch;
        _thickness = random.Uniform(0.2f, 0.42f);
        _bore = random.Uniform(0.14f, 0.36f);
        _hub = _bore + random.Uniform(0.08f, 0.14f);
        _hubRise = random.Chance(0.5f) ? random.Uniform(0.05f, 0.15f) : 0;
        _recess = random.Chance(0.5f) ? random.Uniform(0.05f, 0.12f) : 0;
        _holes = random.Chance(0.35f) && _hub < 0.36f ? random.Integer(4, 6) : 0;
        _keyway = random.Chance(0.5f) ? random.Uniform(0.05f, 0.08f) : 0;
        _bevel = random.Uniform(0.025f, 0.06f);
    }

    protected override float SoundHeight(float x, float y)
    {
        float r = Length(x, y);
        float inside = _root - r;
        if (inside < 0.1f) inside = MathF.Max(inside, InsideTooth(x, y, r));
        inside = MathF.Min(inside, r - _bore);
        if (_keyway > 0 && x > 0) inside = MathF.Min(inside, MathF.Max(x - _bore - _keyway, MathF.Abs(y) - _keyway));
        if (_holes > 0) inside = MathF.Min(inside, OutsideHoles(x, y));
        if (inside <= 0) return 0;

        float top = _thickness;
        float rim = _root - 0.1f;
        if (r < _hub) top += _hubRise * Smoothstep(0, 0.03f, _hub - r);
        else if (r < rim) top -= _recess * Smoothstep(0, 0.04f, MathF.Min(r - _hub, rim - r));
        return Rounded(top, inside, _bevel);
    }

    private float InsideTooth(float x, float y, float r)
    {
        float pitch = 2 * Pi / _teeth;
        float angle = Atan2(y, x);
        angle -= pitch * MathF.Round(angle / pitch);
        float along = r * (1 - angle * angle / 2), across = r * MathF.Abs(angle) * (1 - angle * angle / 6);
        float halfWidth = Lerp(_rootWidth, _tipWidth, Saturate((along - _root) / (1 - _root)));
        return MathF.Min(1 - r, halfWidth - across);
    }

    private float OutsideHoles(float x, float y)
    {
        float middle = (_hub + _root - 0.1f) / 2, radius = (_root - 0.1f - _hub) * 0.36f;
        float pitch = 2 * Pi / _holes;
        float angle = pitch * MathF.Round(Atan2(y, x) / pitch);
        return Length(x - middle * Cos(angle), y - middle * Sin(angle)) - radius;
    }
}
