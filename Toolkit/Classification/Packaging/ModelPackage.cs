using MLResNet.Engine.Networks;
using MLResNet.Formats;
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

    /// <summary>The file in memory.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        Write(stream);
        return stream.ToArray();
    }

    /// <summary>Reads a package, checking everything in it.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="ModelFormatException">The file is damaged, of a newer version, or no model package.</exception>
    public static ModelPackage Read(ReadOnlyMemory<byte> file, string source)
    {
        using OpenedPackage package = Open(ByteSource.Of(file), source);
        return package.ReadAll();
    }

    /// <summary>Checks all of a package but reads no weights yet.</summary>
    /// <param name="file">The whole file, which must outlive the opened package.</param>
    /// <param name="source">What errors call it.</param>
    /// <exception cref="ModelFormatException">The file is damaged, of a newer version, or no model package.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OpenedPackage Open(ByteSource file, string source)
    {
        if (StoredZip.Check(file, source) is not [{ Name: ManifestName } manifestPart, { Name: WeightsName } weightsPart])
            throw new ModelFormatException($"{source} is not a model package: it must hold {ManifestName} and {WeightsName}.");
        ModelManifest manifest = ManifestFile.Read(file.ReadUpTo(manifestPart.Offset, manifestPart.Length), source);
        string weightsSource = $"{WeightsName} in {source}";
        SafetensorsFile weights = SafetensorsFile.Parse(file.Slice(weightsPart.Offset, weightsPart.Length), weightsSource);
        return new OpenedPackage(manifest, new PackagedParameters(manifest.Spec, weights));
    }
}
