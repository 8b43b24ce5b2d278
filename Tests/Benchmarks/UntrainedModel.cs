using MLResNet.Engine.Networks;
using MLResNet.Imaging;
using MLResNet.Packaging;

namespace MLResNet.Benchmarks;

/// <summary>
/// A model package with the parameters that training would start from: how fast it is does not depend on what it knows.
/// </summary>
internal static class UntrainedModel
{
    public static void Write(string arch, string path)
    {
        ResNetSpec spec = ResNetFamily.Get(arch);
        ModelManifest manifest = new()
        {
            Spec = spec,
            Preprocessing = new ImagePreprocessing(),
            Labels = [.. Enumerable.Range(0, spec.Classes).Select(label => $"class {label}")],
        };
        using ImageClassifier model = new(new ModelPackage(manifest, NetworkParameters.Initialize(spec, seed: 1)));
        model.Save(path);
    }
}
