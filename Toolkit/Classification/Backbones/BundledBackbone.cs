using System.Reflection;

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
        return PretrainedBackbone.Read(bytes, Id, $"{ResourceName} in {AssemblyName}");
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
