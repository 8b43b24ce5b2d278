using System.Security.Cryptography;
using System.Text;
using MLResNet.Engine.Networks;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Backbones;

/// <summary>
/// A network that has learned something: its structure, its weights, and how pictures are fed to it. Not to be changed.
/// </summary>
public sealed class PretrainedBackbone
{
    private readonly Lazy<string> _contentHash;

    private PretrainedBackbone(ModelPackage package, string id)
    {
        Parameters = package.Parameters;
        Preprocessing = package.Manifest.Preprocessing;
        Labels = package.Manifest.Labels;
        Provenance = package.Manifest.Backbone ?? new BackboneProvenance(id, WeightsHash.Of(Parameters));
        // What was trained on from a backbone names that, and has weights of its own.
        _contentHash = new(() => HashOf(
            package.Manifest, package.Manifest.IsTrainedOn ? Provenance with { WeightsHash = WeightsHash.Of(Parameters) } : Provenance));
    }

    private PretrainedBackbone(PretrainedBackbone other, NetworkParameters parameters)
    {
        Parameters = parameters;
        Preprocessing = other.Preprocessing;
        Labels = other.Labels;
        Provenance = other.Provenance;
        var manifest = new ModelManifest { Spec = parameters.Spec, Preprocessing = Preprocessing, Labels = Labels };
        _contentHash = new(() => HashOf(manifest, Provenance with { WeightsHash = WeightsHash.Of(parameters) }));
    }

    /// <summary>What it is called, such as <c>resnet50v2</c>.</summary>
    public string Id => Provenance.Id;

    /// <summary>The network, its classifier included.</summary>
    public ResNetSpec Spec => Parameters.Spec;

    /// <summary>How a picture becomes the network's input.</summary>
    public ImagePreprocessing Preprocessing { get; }

    /// <summary>The weights, those of the classifier at the end included; shared, so not to be changed.</summary>
    public NetworkParameters Parameters { get; }

    /// <summary>What the classifier at the network's end tells apart, in the order of its outputs.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Where the weights come from, and under which licence.</summary>
    public BackboneProvenance Provenance { get; }

    /// <summary>
    /// SHA-256 over structure, preprocessing and weights, 64 hexadecimal digits in lower case: equal where, and only where, the
    /// same picture gives the same features. (A new version of this library may give another one, never the one of other
    /// weights.)
    /// </summary>
    public string ContentHash => _contentHash.Value;

    /// <summary>Opens a model package as a backbone: one of the store, or a model that was trained here.</summary>
    /// <exception cref="MLResNetException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, of a newer version, or no model package.</exception>
    internal static PretrainedBackbone Open(string path) =>
        new(ModelFile.Read(path), Path.GetFileNameWithoutExtension(path));

    /// <summary>Opens a model package that is in memory.</summary>
    /// <param name="package">The whole package.</param>
    /// <param name="id">What it is called if its manifest does not say so.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="ModelFormatException">It is damaged, of a newer version, or no model package.</exception>
    internal static PretrainedBackbone Read(ReadOnlyMemory<byte> package, string id, string source) =>
        new(ModelPackage.Read(package, source), id);

    /// <summary>A package that has just been made.</summary>
    internal static PretrainedBackbone From(ModelPackage package) => new(package, package.Manifest.Spec.Id);

    /// <summary>Writes the backbone as a model package.</summary>
    internal void Write(Stream stream)
    {
        var manifest = new ModelManifest { Spec = Spec, Preprocessing = Preprocessing, Labels = Labels, Backbone = Provenance };
        new ModelPackage(manifest, Parameters).Write(stream);
    }

    /// <summary>The same with other parameters of the same network.</summary>
    internal PretrainedBackbone With(NetworkParameters parameters) => new(this, parameters);

    /// <summary>The id and the network.</summary>
    public override string ToString() => Id == Spec.Id ? Id : $"{Id} ({Spec.Id})";

    private static string HashOf(ModelManifest manifest, BackboneProvenance provenance)
    {
        var identity = new ModelManifest { Spec = manifest.Spec, Preprocessing = manifest.Preprocessing, Labels = [] };
        byte[] bytes = [.. ManifestFile.Write(identity), .. Encoding.ASCII.GetBytes(provenance.WeightsHash)];
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
