namespace MLResNet.SampleData.Rendering.Parts;

/// <summary>
/// What a part is made of and what became of its surface: coating, machining marks, rust, grease. Drawn alike for every class, so
/// that neither colour nor gloss tells one.
/// </summary>
internal sealed class Finish
{
    private static readonly Material[] Coatings =
    [
        new(new Rgb(0.62f, 0.65f, 0.70f), 1, 0.28f),    // bright zinc
        new(new Rgb(0.60f, 0.57f, 0.52f), 1, 0.20f),    // stainless steel
        new(new Rgb(0.52f, 0.53f, 0.55f), 0.85f, 0.5f), // hot-dip galvanised
        new(new Rgb(0.72f, 0.58f, 0.27f), 1, 0.28f),    // yellow passivated zinc
        new(new Rgb(0.75f, 0.53f, 0.25f), 1, 0.22f),    // brass
        new(new Rgb(0.10f, 0.10f, 0.11f), 0.6f, 0.35f), // black oxide
        new(new Rgb(0.38f, 0.35f, 0.33f), 0.9f, 0.45f), // raw steel
        new(new Rgb(0.28f, 0.29f, 0.30f), 0.3f, 0.6f),  // phosphated
    ];

    private static readonly Material[] Plastics =
    [
        new(new Rgb(0.75f, 0.75f, 0.70f), 0, 0.4f),     // white nylon
        new(new Rgb(0.08f, 0.20f, 0.55f), 0, 0.4f),     // blue nylon
        new(new Rgb(0.05f, 0.05f, 0.06f), 0, 0.4f),     // black nylon
    ];

    private static readonly Material Break = new(new Rgb(0.45f, 0.44f, 0.43f), 0.5f, 0.75f);
    private static readonly Material Rust = new(new Rgb(0.13f, 0.05f, 0.022f), 0, 0.9f);
    private static readonly Material Grease = new(new Rgb(0.03f, 0.025f, 0.02f), 0, 0.2f);

    private readonly Noise _noise;
    private readonly Material _coating, _plastic;
    private readonly bool _turned;
    private readonly float _marks, _rust, _grease, _coarseness;

    public Finish(RandomStream random)
    {
        _noise = new Noise(random);
        _coating = random.Pick<Material>(Coatings);
        _coating = _coating with
        {
            Color = _coating.Color * random.Uniform(0.8f, 1.15f),
            Roughness = _coating.Roughness * random.Uniform(0.75f, 1.4f),
        };
        _plastic = random.Pick<Material>(Plastics);
        _turned = random.Chance(0.5f);
        _marks = random.Uniform(0.0005f, 0.003f);
        _rust = random.Chance(0.3f) ? random.Uniform(0.05f, 0.4f) : 0;
        _grease = random.Chance(0.3f) ? random.Uniform(0.1f, 0.3f) : 0;
        _coarseness = random.Uniform(2.5f, 6);
    }

    /// <summary>The material at a point of a part, in the part's own coordinates.</summary>
    public Material At(float x, float y, PartPoint point)
    {
        if (point.Plastic) return _plastic;
        float patches = _noise.Fractal(_coarseness * x, _coarseness * y);
        Material material = _coating with { Color = _coating.Color * (0.9f + 0.2f * patches) };
        if (_rust > 0)
        {
            // Large patches decide where it rusts, small ones eat into them.
            float rust = _noise.Fractal(1.7f * x + 31, 1.7f * y - 7) + 0.8f * (_noise.Fractal(11 * x, 11 * y) - 0.5f);
            rust = PortableMath.Smoothstep(0.8f - _rust, 1.1f - _rust, rust);
            material = Material.Mix(material, Rust with { Color = Rust.Color * (0.3f + 1.4f * patches) }, 0.85f * rust);
        }

        if (_grease > 0)
        {
            float grease = PortableMath.Smoothstep(0.7f - _grease, 1.1f - _grease, _noise.Fractal(2.5f * x - 13, 2.5f * y + 57));
            material = Material.Mix(material, Grease, 0.7f * grease);
        }

        if (point.Bare <= 0) return material;
        return Material.Mix(material, Break with { Color = Break.Color * (0.5f + patches) }, point.Bare);
    }

    /// <summary>The height of machining marks: rings of a lathe, or strokes of a brush along x.</summary>
    public float Marks(float x, float y)
    {
        float mark = _turned ? _noise.At(45 * PortableMath.Length(x, y), 3.5f) : _noise.At(4 * x, 45 * y);
        return _marks * (mark - 0.5f);
    }
}
