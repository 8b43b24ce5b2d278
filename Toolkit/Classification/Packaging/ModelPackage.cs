using MLResNet.Engine.Networks;
using MLResNet.Formats.Safetensors;

namespace MLResNet.Packaging;

/// <summary>
/// A model as a file, <c>.mlresnet</c>: a <see cref="StoredZip"/> of manifest.json and weights.safetensors. The same model always
/// gives the same bytes.
/// </summary>
internal sealed record ModelPackage(ModelManifest Manifest, NetworkParameters Parameters)
{
    private const string ManifestName = "manifest.json";
    private const string WeightsName = "weights.safetensors";

    /// <summary>Bytes of a file that <see cref="BeginsAs"/> looks at.</summary>
    public const int BeginningLength = StoredZip.NameOffset + 13;

    /// <summary>Whether a file of this beginning claims to be a package.</summary>
    public static bool BeginsAs(ReadOnlySpan<byte> start) =>
        start.Length >= BeginningLength && start.StartsWith("PK\x3\x4"u8) && start[StoredZip.NameOffset..].StartsWith("manifest.json"u8);

    public void Write(Stream stream) => StoredZip.Write(stream,
    [
        new StoredZipEntry(ManifestName, ManifestFile.Write(Manifest)),
        new StoredZipEntry(WeightsName, SafetensorsWriter.Write(
            Parameters.Select(p => (p.Name, (IReadOnlyList<int>)p.Shape, (ReadOnlyMemory<float>)p.Values)), compact: true)),
    ]);

    /// <summary>Reads a package, checking everything in it.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="ModelFormatException">The file is damaged, of a newer version, or no model package.</exception>
    public static ModelPackage Read(ReadOnlyMemory<byte> file, string source)
    {
        IReadOnlyList<StoredZipEntry> entries = StoredZip.Read(file, source);
        if (entries is not [{ Name: ManifestName } manifestEntry, { Name: WeightsName } weightsEntry])
            throw new ModelFormatException($"{source} is not a model package: it must hold {ManifestName} and {WeightsName}.");
        ModelManifest manifest = ManifestFile.Read(manifestEntry.Data.Span, source);
        string weightsSource = $"{WeightsName} in {source}";
        SafetensorsFile weights = SafetensorsFile.Parse(weightsEntry.Data, weightsSource);
        return new ModelPackage(manifest, ReadParameters(manifest.Spec, weights, weightsSource));
    }

    /// <summary>Takes memory for a tensor only after the file has shown to hold it.</summary>
    private static NetworkParameters ReadParameters(ResNetSpec spec, SafetensorsFile weights, string source)
    {
        var parameters = new List<Parameter>();
        foreach (ParameterDescription description in NetworkParameters.Describe(spec))
        {
            SafetensorsTensor tensor = weights.Find(description.Name)
                ?? throw new ModelFormatException($"{source} lacks the tensor '{description.Name}' of the network {spec.Id}.");
            if (!tensor.Shape.SequenceEqual(description.Shape))
            {
                throw new ModelFormatException(
                    $"{source}: tensor '{tensor.Name}' has the shape [{string.Join(", ", tensor.Shape)}], "
                    + $"the network {spec.Id} needs [{string.Join(", ", description.Shape)}].");
            }
            parameters.Add(new Parameter(description, tensor.ReadSingles()));
        }
        if (parameters.Count != weights.Tensors.Count)
            throw new ModelFormatException($"{source} has {weights.Tensors.Count} tensors; {spec.Id} takes {parameters.Count}.");
        return new NetworkParameters(spec, parameters);
    }
}
