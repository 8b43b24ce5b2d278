namespace MLResNet.SampleData.Rendering;

/// <summary>A colour or an amount of light in linear RGB; no upper limit.</summary>
internal readonly record struct Rgb(float R, float G, float B)
{
    public static Rgb Grey(float value) => new(value, value, value);

    public static Rgb Mix(Rgb a, Rgb b, float t) =>
        new(PortableMath.Lerp(a.R, b.R, t), PortableMath.Lerp(a.G, b.G, t), PortableMath.Lerp(a.B, b.B, t));

    public static Rgb operator +(Rgb a, Rgb b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    public static Rgb operator *(Rgb a, Rgb b) => new(a.R * b.R, a.G * b.G, a.B * b.B);

    public static Rgb operator *(Rgb a, float s) => new(a.R * s, a.G * s, a.B * s);
}
