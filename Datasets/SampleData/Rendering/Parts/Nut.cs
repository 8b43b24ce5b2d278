using static MLResNet.SampleData.Rendering.PortableMath;

namespace MLResNet.SampleData.Rendering.Parts;

/// <summary>
/// A hexagon nut lying flat: chamfered corners, countersunk and threaded bore, sometimes a locking ring of nylon.
/// </summary>
internal sealed class Nut : Part
{
    private const float Apothem = 0.8660254f;

    private readonly float _bore, _thickness, _chamfer, _chamferStart, _pitch;
    private readonly bool _locking;

    public Nut(RandomStream random)
    {
        _bore = random.Uniform(0.38f, 0.52f);
        _thickness = random.Uniform(0.45f, 0.75f);
        _chamfer = random.Uniform(0.4f, 0.7f);
        _chamferStart = random.Uniform(0.78f, 0.88f);
        _pitch = random.Uniform(0.06f, 0.1f);
        _locking = random.Chance(0.2f);
    }

    protected override float SoundHeight(float x, float y)
    {
        float r = Length(x, y);
        float flank = MathF.Max(MathF.Abs(y), MathF.Max(MathF.Abs(0.5f * y + Apothem * x), MathF.Abs(0.5f * y - Apothem * x)));
        float inside = Apothem - flank;
        if (inside <= 0) return 0;

        float top = MathF.Min(_thickness, _thickness - _chamfer * (r - _chamferStart));
        float height = Rounded(top, inside, 0.03f);
        if (_locking && r < _bore + 0.17f)
        {
            // The ring stands over the top and closes part of the bore.
            float across = (r - (_bore - 0.03f)) / 0.2f;
            return across <= 0 ? 0 : height + 0.1f * (1 - (2 * across - 1) * (2 * across - 1));
        }

        float depth = _bore - r;
        if (depth <= -0.05f) return height;
        if (depth <= 0) return height - (depth + 0.05f) * 1.2f; // countersink
        if (depth > 0.08f) return 0;

        // The wall of the bore, opened a little so that its thread shows from above.
        float wall = top * (1 - depth / 0.08f) - 0.06f;
        return MathF.Max(wall + 0.05f * (Triangle(wall / _pitch) - 0.5f), 0.001f);
    }

    protected override bool IsPlastic(float x, float y)
    {
        if (!_locking) return false;
        float r = Length(x, y);
        return r < _bore + 0.15f;
    }
}
