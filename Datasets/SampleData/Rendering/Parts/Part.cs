namespace MLResNet.SampleData.Rendering.Parts;

/// <summary>
/// A machine part as a relief over the unit disc: everything about its form, nothing about where it lies or what it is made of.
/// </summary>
internal abstract class Part
{
    // Beside a break the surface is crushed and bare this far into the part.
    private const float BreakWidth = 0.09f;

    /// <summary>The material that is missing, or null for a sound part.</summary>
    public Fracture? Fracture { get; init; }

    /// <summary>The part's surface over (x, y).</summary>
    public PartPoint At(float x, float y)
    {
        if (x * x + y * y > 1) return PartPoint.None;
        float height = SoundHeight(x, y);
        if (height <= 0 || Fracture is null) return new PartPoint(height, 0, IsPlastic(x, y));

        float left = Fracture.Distance(x, y);
        if (left <= 0) return PartPoint.None;
        float bare = PortableMath.Saturate(1 - left / BreakWidth);
        return new PartPoint(height * (1 - 0.3f * bare * bare), bare, false);
    }

    /// <summary>The height of the part before it broke; 0 or less where there is none.</summary>
    protected abstract float SoundHeight(float x, float y);

    /// <summary>Whether the surface over (x, y) is that of a plastic insert.</summary>
    protected virtual bool IsPlastic(float x, float y) => false;

    /// <summary>A flat top with a rounded edge.</summary>
    /// <param name="height">Height of the top.</param>
    /// <param name="inside">Distance from the outline, positive inside.</param>
    /// <param name="radius">Radius of the rounding.</param>
    protected static float Rounded(float height, float inside, float radius)
    {
        if (inside <= 0) return 0;
        if (inside >= radius) return height;
        float over = radius - inside;
        return height - radius + MathF.Sqrt(radius * radius - over * over);
    }
}
