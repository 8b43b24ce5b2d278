using static MLResNet.SampleData.Rendering.PortableMath;

namespace MLResNet.SampleData.Rendering.Setting;

/// <summary>What else lies on the belt: curls and chips of swarf, crumbs.</summary>
internal sealed class Clutter(RandomStream random)
{
    private static readonly Material[] Scraps =
    [
        new(new Rgb(0.55f, 0.56f, 0.58f), 1, 0.3f), // steel
        new(new Rgb(0.70f, 0.50f, 0.25f), 1, 0.3f), // brass
        new(new Rgb(0.08f, 0.04f, 0.02f), 0, 0.9f), // rust
        new(Rgb.Grey(0.05f), 0, 0.7f),              // rubber
        new(new Rgb(0.45f, 0.40f, 0.32f), 0, 0.9f), // cardboard
    ];

    /// <summary>Strews it over the relief.</summary>
    public void Strew(Relief relief)
    {
        int curls = random.Chance(0.2f) ? random.Integer(1, 2) : 0;
        for (int i = 0; i < curls; i++) Curl(relief);
        int chips = random.Chance(0.5f) ? random.Integer(1, 7) : 0;
        for (int i = 0; i < chips; i++) Chip(relief);
    }

    /// <summary>A chip or crumb: a small lens of random outline.</summary>
    private void Chip(Relief relief)
    {
        Material material = random.Pick<Material>(Scraps);
        float x = random.Uniform(-1.2f, 1.2f), y = random.Uniform(-1.2f, 1.2f);
        float size = random.Uniform(0.015f, 0.07f), stretch = random.Uniform(1, 2.5f), angle = random.Angle();
        float cos = Cos(angle), sin = Sin(angle);
        Cover(relief, x, y, size * stretch, (dx, dy) =>
        {
            float u = (cos * dx + sin * dy) / stretch, v = cos * dy - sin * dx;
            return 0.6f * (size - Length(u, v));
        }, material);
    }

    /// <summary>A curl of swarf: an arc of thin wire.</summary>
    private void Curl(Relief relief)
    {
        Material material = random.Pick<Material>(Scraps.AsSpan(0, 2));
        float x = random.Uniform(-1.2f, 1.2f), y = random.Uniform(-1.2f, 1.2f);
        float radius = random.Uniform(0.05f, 0.22f), wire = random.Uniform(0.012f, 0.025f);
        float angle = random.Angle(), half = random.Uniform(0.6f, 2.6f);
        float cos = Cos(angle), sin = Sin(angle);
        Cover(relief, x, y, radius + wire, (dx, dy) =>
        {
            float turn = MathF.Abs(Atan2(cos * dy - sin * dx, cos * dx + sin * dy));
            float q = wire * wire - (Length(dx, dy) - radius) * (Length(dx, dy) - radius);
            return turn > half || q <= 0 ? 0 : 0.02f + MathF.Sqrt(q);
        }, material);
    }

    private static void Cover(Relief relief, float x, float y, float reach, Func<float, float, float> height, Material material)
    {
        var (left, right) = relief.Cells(x, reach);
        var (top, bottom) = relief.Cells(y, reach);
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                float h = height(relief.Coordinate(column) - x, relief.Coordinate(row) - y);
                int at = row * relief.Side + column;
                if (h <= 0 || h <= relief.Heights[at]) continue;
                relief.Heights[at] = h;
                relief.Materials[at] = material;
            }
        }
    }
}
