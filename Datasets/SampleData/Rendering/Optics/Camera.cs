namespace MLResNet.SampleData.Rendering.Optics;

/// <summary>A pinhole camera above the belt, tilted somewhat, that looks at the middle of the frame.</summary>
internal sealed class Camera
{
    private const float WidestTilt = 0.3f; // radians: 17 degrees

    private readonly Vector _forward, _right, _down;

    public Camera(RandomStream random)
    {
        float tilt = WidestTilt * MathF.Sqrt(random.Uniform());
        Eye = Vector.Towards(random.Angle(), PortableMath.Pi / 2 - tilt) * random.Uniform(4.5f, 9);

        // To the right in the picture is the belt plane's x, and down its y, as far as the tilt lets them.
        Vector towards = Eye.Unit * -1;
        _right = (new Vector(1, 0, 0) - towards * towards.X).Unit;
        _down = towards.Cross(_right) * -1;
        _forward = towards * Eye.Length;
        if (_down.Y < 0) _down *= -1;
    }

    /// <summary>Where it is.</summary>
    public Vector Eye { get; }

    /// <summary>The light on the sensor: size x size pixels, each the mean of 2 x 2 rays.</summary>
    /// <param name="relief">What there is to see.</param>
    /// <param name="light">The light that leaves each of its cells.</param>
    /// <param name="size">Pixels a side.</param>
    public Rgb[] Expose(Relief relief, Rgb[] light, int size)
    {
        // The farthest that a ray goes sideways while it comes down from the highest point.
        float slope = (PortableMath.Length(Eye.X, Eye.Y) + 1.5f) / Eye.Z;
        float[] ceiling = relief.Ceiling(slope * relief.Highest());

        var picture = new Rgb[size * size];
        for (int row = 0, at = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++, at++)
            {
                Rgb sum = default;
                for (int sample = 0; sample < 4; sample++)
                {
                    float u = (column + 0.25f + 0.5f * (sample & 1)) * 2 / size - 1;
                    float v = (row + 0.25f + 0.5f * (sample >> 1)) * 2 / size - 1;
                    sum += Trace(relief, light, ceiling, _forward + _right * u + _down * v);
                }

                picture[at] = sum * 0.25f;
            }
        }

        return picture;
    }

    /// <summary>Follows a ray from the eye down, from above everything that it can meet until it is under the relief.</summary>
    private Rgb Trace(Relief relief, Rgb[] light, float[] ceiling, Vector ray)
    {
        // The way in the plane for each unit of descent.
        float dx = ray.X / -ray.Z, dy = ray.Y / -ray.Z;
        float z = ceiling[relief.CellAt(Eye.X + dx * Eye.Z, Eye.Y + dy * Eye.Z)];
        float x = Eye.X + dx * (Eye.Z - z), y = Eye.Y + dy * (Eye.Z - z);
        int steps = (int)(PortableMath.Length(dx, dy) * z / (1.5f * relief.CellSize)) + 1;
        float descent = z / steps, over = z - relief.HeightAt(x, y);
        for (int i = 0; i < steps && over > 0; i++)
        {
            float nextX = x + dx * descent, nextY = y + dy * descent, nextZ = z - descent;
            float nextOver = nextZ - relief.HeightAt(nextX, nextY);
            if (nextOver <= 0)
            {
                float t = over / (over - nextOver);
                return Look(relief, light, x + dx * descent * t, y + dy * descent * t);
            }

            (x, y, z, over) = (nextX, nextY, nextZ, nextOver);
        }

        return Look(relief, light, x, y);
    }

    private static Rgb Look(Relief relief, Rgb[] light, float x, float y)
    {
        float cx = relief.Cell(x), cy = relief.Cell(y);
        int ix = (int)cx, iy = (int)cy, at = iy * relief.Side + ix;
        Rgb top = Rgb.Mix(light[at], light[at + 1], cx - ix);
        Rgb bottom = Rgb.Mix(light[at + relief.Side], light[at + relief.Side + 1], cx - ix);
        return Rgb.Mix(top, bottom, cy - iy);
    }
}
