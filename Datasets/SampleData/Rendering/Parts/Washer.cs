using static MLResNet.SampleData.Rendering.PortableMath;

namespace MLResNet.SampleData.Rendering.Parts;

/// <summary>A flat ring.</summary>
internal sealed class Washer : Part
{
    private readonly float _bore, _thickness, _bevel;

    public Washer(RandomStream random)
    {
        _bore = random.Uniform(0.45f, 0.64f);
        _thickness = random.Uniform(0.08f, 0.18f);
        _bevel = random.Uniform(0.03f, 0.07f);
    }

    protected override float SoundHeight(float x, float y)
    {
        float r = Length(x, y);
        return Rounded(_thickness, MathF.Min(1 - r, r - _bore), _bevel);
    }
}
