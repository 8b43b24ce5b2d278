using static MLResNet.SampleData.Rendering.PortableMath;

namespace MLResNet.SampleData.Rendering.Setting;

/// <summary>The conveyor belt under the part: its make, its colour, and the marks of its working life.</summary>
internal sealed class Belt
{
    private static readonly Rgb[] RubberColors = [Rgb.Grey(0.03f), Rgb.Grey(0.06f), new(0.05f, 0.045f, 0.04f)];

    private static readonly Rgb[] CoatedColors =
    [
        new(0.03f, 0.16f, 0.08f), new(0.05f, 0.22f, 0.16f), new(0.03f, 0.10f, 0.30f), new(0.10f, 0.28f, 0.45f),
        Rgb.Grey(0.55f), Rgb.Grey(0.28f), new(0.50f, 0.46f, 0.38f), new(0.32f, 0.20f, 0.10f),
    ];

    private static readonly Rgb[] LinkColors =
        [new(0.08f, 0.25f, 0.50f), Rgb.Grey(0.50f), Rgb.Grey(0.09f), new(0.45f, 0.42f, 0.34f), new(0.06f, 0.22f, 0.12f)];

    private static readonly Rgb[] PaintColors = [new(0.65f, 0.45f, 0.04f), Rgb.Grey(0.65f), new(0.45f, 0.05f, 0.03f)];

    private readonly Make _make;
    private readonly Noise _noise;
    private readonly float _cos, _sin, _phaseAlong, _phaseAcross, _pitch, _length, _wear, _scratches, _stains, _seam, _lane;
    private readonly Material _base;
    private readonly Rgb _paint;

    public Belt(RandomStream random)
    {
        _make = (Make)random.Integer(6);
        _noise = new Noise(random);
        Angle = (random.Chance(0.5f) ? 0 : Pi / 2) + random.Uniform(-0.25f, 0.25f);
        _cos = Cos(Angle);
        _sin = Sin(Angle);
        _phaseAlong = random.Uniform(0, 10);
        _phaseAcross = random.Uniform(0, 10);
        _length = random.Uniform(0.5f, 0.9f);
        _pitch = _make switch
        {
            Make.Woven => random.Uniform(0.06f, 0.11f),
            Make.Ribbed => random.Uniform(0.09f, 0.2f),
            _ => random.Uniform(0.24f, 0.5f),
        };
        _base = _make switch
        {
            Make.Rubber or Make.Ribbed => new(random.Pick<Rgb>(RubberColors), 0, random.Uniform(0.4f, 0.7f)),
            Make.Links => new(random.Pick<Rgb>(LinkColors), 0, 0.35f),
            Make.Slats => new(Rgb.Grey(random.Uniform(0.3f, 0.55f)), 0.85f, random.Uniform(0.35f, 0.55f)),
            _ => new(random.Pick<Rgb>(CoatedColors), 0, random.Uniform(0.35f, 0.8f)),
        };
        _base = _base with { Color = _base.Color * random.Uniform(0.75f, 1.3f) };
        _wear = random.Uniform(0.1f, 0.4f);
        _scratches = random.Chance(0.5f) ? random.Uniform(0.1f, 0.5f) : 0;
        _stains = random.Chance(0.45f) ? random.Uniform(0.1f, 0.35f) : 0;
        _seam = random.Chance(0.25f) && _make is Make.Rubber or Make.Coated ? random.Uniform(-1, 1) : float.NaN;
        _lane = random.Chance(0.25f) ? random.Uniform(0.5f, 0.9f) * random.Sign() : float.NaN;
        _paint = random.Pick<Rgb>(PaintColors);
    }

    private enum Make { Rubber, Coated, Woven, Ribbed, Links, Slats }

    /// <summary>The direction of travel, in radians from x.</summary>
    public float Angle { get; }

    /// <summary>About the colour of the light that the belt throws back.</summary>
    public Rgb Color => _base.Color;

    /// <summary>Covers the whole relief.</summary>
    public void Lay(Relief relief)
    {
        for (int row = 0, at = 0; row < relief.Side; row++)
        {
            float y = relief.Coordinate(row);
            for (int column = 0; column < relief.Side; column++, at++)
            {
                float x = relief.Coordinate(column);
                float along = _cos * x + _sin * y, across = _cos * y - _sin * x;
                relief.Heights[at] = Height(along, across, out float gap);
                relief.Materials[at] = Surface(along, across, gap);
            }
        }
    }

    private float Height(float along, float across, out float gap)
    {
        gap = 0;
        float a = along + _phaseAlong, c = across + _phaseAcross;
        switch (_make)
        {
            case Make.Woven:
                float u = a / _pitch, v = c / _pitch;
                bool warp = (((int)MathF.Floor(u) + (int)MathF.Floor(v)) & 1) == 0;
                float thread = warp ? Triangle(u) : Triangle(v), width = warp ? Triangle(v) : Triangle(u);
                gap = 0.5f * (1 - Smoothstep(0, 0.5f, width));
                return 0.012f * (thread * 0.5f + Smoothstep(0, 0.7f, width)) - 0.016f;

            case Make.Ribbed:
                float rib = Smoothstep(0.25f, 0.55f, Triangle(c / _pitch));
                gap = 0.3f * (1 - rib);
                return 0.02f * (rib - 1);

            case Make.Links:
                float course = MathF.Floor(c / _pitch);
                float brick = a / _length + 0.5f * course;
                float edge = MathF.Min(
                    _pitch * MathF.Min(Fraction(c / _pitch), 1 - Fraction(c / _pitch)),
                    _length * MathF.Min(Fraction(brick), 1 - Fraction(brick)));
                gap = 0.6f * (1 - Smoothstep(0.008f, 0.022f, edge));
                return -0.04f * gap - 0.012f * (1 - Smoothstep(0, 0.06f, edge));

            case Make.Slats:
                float slat = _length * MathF.Min(Fraction(a / _length), 1 - Fraction(a / _length));
                gap = 0.7f * (1 - Smoothstep(0.012f, 0.022f, slat));
                return -0.05f * gap + 0.0025f * (_noise.At(3 * a, 50 * c) - 0.5f);

            default:
                float seam = MathF.Abs(along - 0.25f * across - _seam);
                float lacing = seam < 0.06f ? 1 - seam / 0.06f : 0; // no seam: NaN, compares false
                gap = 0.7f * Smoothstep(0.7f, 0.9f, lacing);
                return 0.008f * (_noise.At(40 * a, 40 * c) - 0.5f) - 0.01f * lacing;
        }
    }

    private Material Surface(float along, float across, float gap)
    {
        float mottling = _noise.Fractal(2.5f * along, 2.5f * across);
        float grain = _noise.Lattice((int)MathF.Floor(70 * along), (int)MathF.Floor(70 * across));
        float shade = 1 + _wear * (1.6f * (mottling - 0.5f) + 0.35f * (grain - 0.5f));
        Material material = _base with { Color = _base.Color * shade };
        if (MathF.Abs(across - _lane) < 0.07f)
        {
            float paint = 0.9f * Smoothstep(0.3f, 0.5f, mottling + 0.2f * grain);
            material = Material.Mix(material, new Material(_paint, 0, 0.6f), paint);
        }

        if (_scratches > 0)
        {
            float scratch = Smoothstep(0.97f - 0.25f * _scratches, 1, _noise.At(1.3f * along, 55 * across));
            material = material with { Color = Rgb.Mix(material.Color, Rgb.Grey(0.4f), 0.5f * scratch) };
        }

        if (_stains > 0)
        {
            float stain = Smoothstep(0.75f - _stains, 0.85f - _stains, _noise.Fractal(1.3f * along + 50, 1.3f * across));
            material = Material.Mix(material, new Material(material.Color * 0.3f, 0, 0.12f), 0.85f * stain);
        }

        return gap > 0 ? Material.Mix(material, new Material(material.Color * 0.12f, 0, 0.9f), gap) : material;
    }
}
