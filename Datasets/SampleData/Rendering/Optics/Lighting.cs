using static MLResNet.SampleData.Rendering.PortableMath;

namespace MLResNet.SampleData.Rendering.Optics;

/// <summary>The lamps and what the room throws back.</summary>
internal sealed class Lighting
{
    public Lighting(RandomStream random)
    {
        ToKey = Vector.Towards(random.Angle(), random.Uniform(0.6f, 1.35f));
        ToFill = Vector.Towards(random.Angle(), random.Uniform(0.5f, 1.3f));

        // Between bulbs and daylight; the lamps need not agree.
        float warmth = random.Uniform();
        Key = Tint(warmth) * random.Uniform(0.5f, 1.6f);
        Fill = Tint(Saturate(warmth + random.Uniform(-0.4f, 0.4f))) * random.Uniform(0, 0.5f);
        Ambient = Tint(Saturate(warmth + random.Uniform(-0.3f, 0.3f))) * random.Uniform(0.25f, 0.7f);
        KeyRadius = random.Uniform(0.05f, 0.45f);
        Panels = new CeilingPanels(random);
    }

    /// <summary>The direction of the key lamp, which casts the shadows.</summary>
    public Vector ToKey { get; }

    /// <summary>The direction of the fill lamp, which casts none.</summary>
    public Vector ToFill { get; }

    public Rgb Key { get; }

    public Rgb Fill { get; }

    /// <summary>Light from everywhere above.</summary>
    public Rgb Ambient { get; }

    /// <summary>How large the key lamp looks from the part, in radians: the penumbra's width per unit of distance.</summary>
    public float KeyRadius { get; }

    /// <summary>The ceiling as a metal mirrors it.</summary>
    public CeilingPanels Panels { get; }

    private static Rgb Tint(float warmth) => Rgb.Mix(new Rgb(0.88f, 0.97f, 1.12f), new Rgb(1.18f, 0.96f, 0.68f), warmth);
}
