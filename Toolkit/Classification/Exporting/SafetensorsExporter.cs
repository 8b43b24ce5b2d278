using MLResNet.Engine.Networks;
using MLResNet.Formats.Safetensors;
using MLResNet.Packaging;

namespace MLResNet.Exporting;

/// <summary>Writes a classifier's parameters as a safetensors file under their own names, which are torchvision's.</summary>
internal static class SafetensorsExporter
{
    // PyTorch's layout, for readers that ask.
    private static readonly (string Key, string Text) Format = ("format", "pt");

    /// <summary>Writes the file; the same classifier always gives the same bytes.</summary>
    /// <param name="manifest">Goes into the file's metadata.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="stream">Receives the file.</param>
    public static void Write(ModelManifest manifest, NetworkParameters parameters, Stream stream) =>
        stream.Write(SafetensorsWriter.Write(
            parameters.Select(p => (p.Name, (IReadOnlyList<int>)p.Shape, (ReadOnlyMemory<float>)p.Values)),
            metadata: [Format, ExportMetadata.Classes(manifest), ExportMetadata.Manifest(manifest)]));
}
