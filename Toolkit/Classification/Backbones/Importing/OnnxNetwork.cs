using System.Text;
using MLResNet.Backbones.Importing.Graphs;
using MLResNet.Engine.Networks;
using MLResNet.Exporting;
using MLResNet.Formats.Onnx;
using MLResNet.Packaging;

namespace MLResNet.Backbones.Importing;

/// <summary>What network an ONNX model holds, and where its parameters lie.</summary>
/// <param name="Spec">The network, as its graph tells.</param>
/// <param name="Names">Its parameters in the file.</param>
/// <param name="Manifest">Preprocessing and labels, if the model was exported from here; null otherwise.</param>
internal sealed record OnnxNetwork(ResNetSpec Spec, WeightNames Names, ModelManifest? Manifest)
{
    /// <summary>Recognizes the network of a file: by the manifest that our export leaves in it, otherwise by its graph.</summary>
    /// <param name="file">The model.</param>
    /// <param name="id">The id of a network that is recognized by its graph.</param>
    /// <exception cref="ModelFormatException">The model is no network of the family; the message says why.</exception>
    public static OnnxNetwork Of(OnnxFile file, string id)
    {
        if (file.Metadata.TryGetValue(ExportMetadata.ManifestKey, out string? json))
        {
            ModelManifest manifest = ManifestFile.Read(Encoding.UTF8.GetBytes(json), $"the metadata of {file.Source}");
            return new OnnxNetwork(manifest.Spec, new ExportedNames(), manifest);
        }
        GraphNetwork network = OnnxGraphReader.Read(file);
        ResNetSpec spec = GraphSpec.Of(network, id)
            ?? throw OnnxGraphReader.NoMember(file, "no member has its convolutions, strides, paddings and batch norms");
        return new OnnxNetwork(spec, new GraphNames(network, spec), null);
    }

    /// <summary>Our own names, which an exported model keeps, beside constants of its graph.</summary>
    private sealed class ExportedNames : WeightNames
    {
        public override WeightSource Find(ParameterDescription parameter, ResNetSpec spec) =>
            new WeightSource.Tensor(parameter.Name);

        public override bool Ignores(string name) => OnnxExporter.IsConstant(name);
    }
}
