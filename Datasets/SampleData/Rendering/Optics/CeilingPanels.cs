using static MLResNet.SampleData.Rendering.PortableMath;

namespace MLResNet.SampleData.Rendering.Optics;

/// <summary>Rows of bright panels on a ceiling, dark between.</summary>
internal sealed class CeilingPanels
{
    private readonly float _contrast, _frequency, _phase, _cos, _sin;

    public CeilingPanels(RandomStream random)
    {
        _contrast = random.Uniform(0, 0.9f);
        _frequency = random.Uniform(1, 3);
        _phase = random.Uniform();
        float angle = random.Angle();
        _cos = Cos(angle);
        _sin = Sin(angle);
    }

    /// <summary>The brightness towards a direction, 1 on average, as a surface of the given roughness blurs it.</summary>
    public float Brightness(Vector direction, float roughness)
    {
        float row = Triangle(_frequency * (_cos * direction.X + _sin * direction.Y) + _phase);
        float edge = 0.2f * (1 - roughness);
        return 1 + _contrast * (2 * Smoothstep(edge, 1 - edge, row) - 1);
    }
}
