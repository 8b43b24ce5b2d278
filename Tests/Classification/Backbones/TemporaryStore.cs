using MLResNet.Backbones;
using MLResNet.Engine.Networks;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Classification.Tests.Backbones;

/// <summary>A store in a folder that is gone after the test, for thin networks.</summary>
internal sealed class TemporaryStore : IDisposable
{
    public BackboneStore Store { get; } = new(Directory.CreateTempSubdirectory("mlresnet-store-").FullName);

    /// <summary>A network of a few hundred parameters.</summary>
    public static ResNetSpec ThinSpec { get; } = ResNetFamily.Get("resnet20-cifar") with
    {
        Id = "thin", Depths = [1, 1], Widths = [4, 8], StemWidth = 4, Classes = 3,
    };

    /// <summary>Puts a backbone with random weights into the store.</summary>
    public NetworkParameters Put(string id, int seed = 1, BackboneProvenance? provenance = null)
    {
        NetworkParameters parameters = NetworkParameters.Initialize(ThinSpec, seed);
        var manifest = new ModelManifest
        {
            Spec = ThinSpec,
            Preprocessing = new ImagePreprocessing { Size = 32, ResizeShortSide = 36 },
            Labels = ["a", "b", "c"],
            Backbone = provenance ?? new BackboneProvenance(id, WeightsHash.Of(parameters)),
        };
        AtomicFile.Write(Store.PathOf(id), new ModelPackage(manifest, parameters).Write);
        return parameters;
    }

    public void Dispose() => Directory.Delete(Store.Folder, recursive: true);
}
