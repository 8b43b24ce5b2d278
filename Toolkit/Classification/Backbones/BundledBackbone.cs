using System.Reflection;
using MLResNet.Packaging;

namespace MLResNet.Backbones;

/// <summary>
/// The backbone in the box: the resource <c>backbone.mlresnet</c> of the assembly MLResNet.BundledBackbone, for programs that
/// have that assembly. It holds nothing but the resource, and its package roots it against trimming, so that it is found by name
/// in every kind of program.
/// </summary>
internal static class BundledBackbone
{
    /// <summary>What it is called.</summary>
    public const string Id = "bundled";

    private const string AssemblyName = "MLResNet.BundledBackbone";
    private const string ResourceName = "backbone.mlresnet";

    private static readonly Lazy<Assembly?> Box = new(Find);

    /// <summary>Whether this program has it.</summary>
    public static bool Exists => Box.Value?.GetManifestResourceInfo(ResourceName) is not null;

    /// <summary>Opens it; null if this program does not have it.</summary>
    /// <exception cref="ModelFormatException">It is damaged or of a newer version.</exception>
    public static PretrainedBackbone? Open()
    {
        using Stream? stream = Box.Value?.GetManifestResourceStream(ResourceName);
        if (stream is null)
            return null;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        ModelPackage package = ModelPackage.Read(bytes, $"{ResourceName} in {AssemblyName}");
        // It may have had another name where it was made; models that are trained from it shall find it again by this one.
        BackboneProvenance made = package.Manifest.Backbone ?? new BackboneProvenance(Id, WeightsHash.Of(package.Parameters));
        return PretrainedBackbone.From(package with { Manifest = package.Manifest with { Backbone = made with { Id = Id } } });
    }

    private static Assembly? Find()
    {
        try
        {
            return Assembly.Load(AssemblyName);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
