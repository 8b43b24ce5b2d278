using static MLResNet.SampleData.Rendering.PortableMath;

namespace MLResNet.SampleData.Rendering.Optics;

/// <summary>
/// Light on the relief: Lambert for dielectrics, mirrored surroundings blurred by roughness for metals, a shadow with
/// penumbra from the key lamp, and ambient occlusion from the mean height around.
/// </summary>
internal sealed class Shading(Relief relief, Lighting lighting, Rgb beltColor, Vector eye)
{
    private const float OcclusionReach = 0.1f;

    // Beyond this slope a wall is as good as vertical, and the grid's steps would show.
    private const float SteepestSlope = 6;

    private readonly float[] _heights = relief.Heights;
    private readonly int _side = relief.Side;
    private readonly float _highest = relief.Highest();
    private readonly float _rise = lighting.ToKey.Z / Length(lighting.ToKey.X, lighting.ToKey.Y);

    /// <summary>The light that leaves each cell towards the eye.</summary>
    public Rgb[] Shade()
    {
        var light = new Rgb[_side * _side];
        float[] surroundings = MeanHeights();
        float perSlope = 1 / (2 * relief.CellSize);
        for (int row = 0, at = 0; row < _side; row++)
        {
            int up = row > 0 ? -_side : 0, down = row < _side - 1 ? _side : 0;
            float y = relief.Coordinate(row);
            for (int column = 0; column < _side; column++, at++)
            {
                int left = column > 0 ? -1 : 0, right = column < _side - 1 ? 1 : 0;
                float slopeX = Slope((_heights[at + right] - _heights[at + left]) * perSlope);
                float slopeY = Slope((_heights[at + down] - _heights[at + up]) * perSlope);
                float nz = 1 / MathF.Sqrt(1 + slopeX * slopeX + slopeY * slopeY);
                var normal = new Vector(-slopeX * nz, -slopeY * nz, nz);
                float open = Saturate(1 - 5 * (surroundings[at] - _heights[at]));
                light[at] = Shade(new Vector(relief.Coordinate(column), y, _heights[at]), normal, open, in relief.Materials[at]);
            }
        }

        return light;
    }

    private Rgb Shade(Vector point, Vector normal, float open, in Material material)
    {
        Vector view = (eye - point).Unit;
        float shadow = Shadow(point);
        float key = MathF.Max(normal.Dot(lighting.ToKey), 0) * shadow;
        float fill = MathF.Max(normal.Dot(lighting.ToFill), 0) * open;
        Rgb arriving = lighting.Ambient * (open * (0.6f + 0.4f * normal.Z)) + lighting.Key * key + lighting.Fill * fill;
        Rgb diffuse = material.Color * arriving * (1 - material.Metal);

        // Schlick's approximation of Fresnel's equations, damped on rough surfaces.
        float facing = normal.Dot(view), grazing = 1 - Saturate(facing), grazing2 = grazing * grazing;
        Rgb mirror = Rgb.Mix(Rgb.Grey(0.04f), material.Color, material.Metal);
        mirror = Rgb.Mix(mirror, Rgb.Grey(1), grazing2 * grazing2 * grazing * (1 - material.Roughness) * 0.8f);
        return diffuse + mirror * Mirrored(normal * (2 * facing) - view, material.Roughness, shadow, open);
    }

    /// <summary>What a surface of the given roughness mirrors from a direction.</summary>
    private Rgb Mirrored(Vector direction, float roughness, float shadow, float open)
    {
        float panels = lighting.Panels.Brightness(direction, roughness);
        Rgb ceiling = lighting.Ambient * (panels * (1.1f - 0.35f * direction.Z) * open);
        Rgb room = Rgb.Mix(beltColor * lighting.Ambient * 0.8f, ceiling, Smoothstep(-0.3f, 0.35f, direction.Z));
        float key = Lobe(direction.Dot(lighting.ToKey), roughness, lighting.KeyRadius);
        float fill = Lobe(direction.Dot(lighting.ToFill), roughness, 0.4f);
        return room + lighting.Key * (key * shadow) + lighting.Fill * (fill * open);
    }

    /// <summary>A lamp mirrored by a rough surface: the shape of the GGX distribution, which needs no power function.</summary>
    private static float Lobe(float cosine, float roughness, float lampRadius)
    {
        float width = roughness * roughness + 0.5f * lampRadius * lampRadius;
        float fall = 1 / (1 + MathF.Max(1 - cosine, 0) / (0.5f * width));
        return fall * fall * MathF.Min(0.35f / width, 6);
    }

    /// <summary>The share of the key lamp that can be seen from a point: 0 in the umbra, 1 in the light.</summary>
    private float Shadow(Vector point)
    {
        // Follows the ray to the lamp's middle. What it passes by less than the lamp is wide hides a part of the lamp.
        float z = point.Z + 0.002f, end = (_highest - z) / _rise;
        float step = MathF.Max(1.6f * relief.CellSize, end / 14);
        float dx = lighting.ToKey.X * _rise / lighting.ToKey.Z, dy = lighting.ToKey.Y * _rise / lighting.ToKey.Z;
        float clear = 1;
        for (float t = step; t < end; t += step)
        {
            float over = z + _rise * t - relief.NearestHeight(point.X + dx * t, point.Y + dy * t);
            clear = MathF.Min(clear, 0.5f + over / (2 * lighting.KeyRadius * t + 0.5f * relief.CellSize));
            if (clear <= 0) return 0;
        }

        return Smoothstep(0, 1, clear);
    }

    /// <summary>The mean height in a square around each cell, by running sums along rows and then columns.</summary>
    private float[] MeanHeights()
    {
        int reach = Math.Max(1, (int)(OcclusionReach / relief.CellSize));
        var rows = new float[_heights.Length];
        var mean = new float[_heights.Length];
        for (int line = 0; line < _side; line++) RunningMean(_heights, rows, line * _side, 1, reach);
        for (int line = 0; line < _side; line++) RunningMean(rows, mean, line, _side, reach);
        return mean;
    }

    private void RunningMean(float[] source, float[] target, int start, int stride, int reach)
    {
        float sum = 0;
        for (int i = -reach; i <= reach; i++) sum += source[start + Math.Clamp(i, 0, _side - 1) * stride];
        for (int i = 0; i < _side; i++)
        {
            target[start + i * stride] = sum / (2 * reach + 1);
            sum += source[start + Math.Min(i + reach + 1, _side - 1) * stride] - source[start + Math.Max(i - reach, 0) * stride];
        }
    }

    private static float Slope(float slope) => Math.Clamp(slope, -SteepestSlope, SteepestSlope);
}
