namespace MLResNet.SampleData.Rendering;

/// <summary>
/// Transcendental functions made of additions, multiplications, divisions and square roots alone. Those IEEE 754 rounds the same
/// way everywhere; the last bits of MathF.Sin and its kin differ between operating systems, and with them the files would.
/// </summary>
internal static class PortableMath
{
    public const float Pi = 3.14159265f;

    public static float Sin(float x) => (float)SinCore(x);

    public static float Cos(float x) => (float)SinCore(x + Math.PI / 2);

    /// <summary>The angle of (x, y), -pi to pi; 0 for the origin.</summary>
    public static float Atan2(float y, float x)
    {
        float ax = MathF.Abs(x), ay = MathF.Abs(y);
        float large = MathF.Max(ax, ay);
        if (large == 0) return 0;
        float t = MathF.Min(ax, ay) / large;

        // Halving the angle brings it below pi/8, where the series converges fast.
        float h = t / (1 + MathF.Sqrt(1 + t * t)), q = h * h;
        float angle = 2 * h * (1 - q * (1f / 3 - q * (1f / 5 - q * (1f / 7 - q * (1f / 9 - q * (1f / 11 - q * (1f / 13)))))));
        if (ay > ax) angle = Pi / 2 - angle;
        if (x < 0) angle = Pi - angle;
        return y < 0 ? -angle : angle;
    }

    public static float Length(float x, float y) => MathF.Sqrt(x * x + y * y);

    public static float Lerp(float a, float b, float t) => a + (b - a) * t;

    public static float Saturate(float x) => x < 0 ? 0 : x > 1 ? 1 : x;

    /// <summary>0 up to <paramref name="low"/>, 1 from <paramref name="high"/>, a cubic between.</summary>
    public static float Smoothstep(float low, float high, float x)
    {
        float t = Saturate((x - low) / (high - low));
        return t * t * (3 - 2 * t);
    }

    /// <summary>A triangle wave of period 1 between 0 (at whole x) and 1.</summary>
    public static float Triangle(float x) => 1 - MathF.Abs(2 * (x - MathF.Floor(x)) - 1);

    /// <summary>x - floor(x).</summary>
    public static float Fraction(float x) => x - MathF.Floor(x);

    /// <summary>x to the power 1/2.4, for x in [0, 1], as the sRGB transfer function needs it.</summary>
    public static double Root24(double x)
    {
        if (x <= 0) return 0;

        // 1/2.4 = 5/12: the cube root of the fourth root of x^5.
        double target = Math.Sqrt(Math.Sqrt(x * x * x * x * x)), root = 1;
        for (int i = 0; i < 60; i++) root = (2 * root + target / (root * root)) / 3;
        return root;
    }

    private static double SinCore(double x)
    {
        x -= 2 * Math.PI * Math.Round(x / (2 * Math.PI));
        if (x > Math.PI / 2) x = Math.PI - x;
        else if (x < -Math.PI / 2) x = -Math.PI - x;
        double q = x * x;
        return x * (1 - q / 6 * (1 - q / 20 * (1 - q / 42 * (1 - q / 72 * (1 - q / 110 * (1 - q / 156))))));
    }
}
