namespace MLResNet.SampleData.Rendering;

/// <summary>A point or a direction in space: x and y in the belt's plane, z up from it.</summary>
internal readonly record struct Vector(float X, float Y, float Z)
{
    public float Length => MathF.Sqrt(Dot(this));

    /// <summary>The same direction, of length 1.</summary>
    public Vector Unit => this * (1 / Length);

    /// <summary>The unit vector at an azimuth about z, from x, and an elevation over the belt; radians.</summary>
    public static Vector Towards(float azimuth, float elevation)
    {
        float flat = PortableMath.Cos(elevation);
        return new(flat * PortableMath.Cos(azimuth), flat * PortableMath.Sin(azimuth), PortableMath.Sin(elevation));
    }

    public float Dot(Vector other) => X * other.X + Y * other.Y + Z * other.Z;

    public Vector Cross(Vector other) =>
        new(Y * other.Z - Z * other.Y, Z * other.X - X * other.Z, X * other.Y - Y * other.X);

    public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vector operator -(Vector a, Vector b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Vector operator *(Vector a, float s) => new(a.X * s, a.Y * s, a.Z * s);
}
