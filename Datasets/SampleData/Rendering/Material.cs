namespace MLResNet.SampleData.Rendering;

/// <summary>What a point of a surface does with light.</summary>
/// <param name="Color">Reflectance: diffuse for a dielectric, specular at normal incidence for a metal.</param>
/// <param name="Metal">0 dielectric to 1 metal.</param>
/// <param name="Roughness">0.05 mirror to 1 matt.</param>
internal readonly record struct Material(Rgb Color, float Metal, float Roughness)
{
    public static Material Mix(Material a, Material b, float t) => new(
        Rgb.Mix(a.Color, b.Color, t), PortableMath.Lerp(a.Metal, b.Metal, t), PortableMath.Lerp(a.Roughness, b.Roughness, t));
}
