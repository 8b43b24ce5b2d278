using MLResNet.Engine.Networks;

namespace MLResNet.Packaging;

/// <summary>A model package that has been checked and whose weights are read as they are needed.</summary>
internal sealed class OpenedPackage(ModelManifest manifest, PackagedParameters parameters) : IDisposable
{
    public ModelManifest Manifest => manifest;

    /// <summary>The weights, to be read before this is disposed.</summary>
    public PackagedParameters Parameters => parameters;

    /// <summary>Everything in memory.</summary>
    public ModelPackage ReadAll() => new(
        manifest,
        new NetworkParameters(manifest.Spec, NetworkParameters.Describe(manifest.Spec).Select(
            description => new Parameter(description, parameters.Read(description.Name).ToArray()))));

    public void Dispose() => parameters.Dispose();
}
