using MLResNet.Features;
using MLResNet.Imaging;

namespace MLResNet.Pipelines.Imaging;

/// <summary>A trained model: probabilities of its labels.</summary>
internal sealed class ClassifierNetwork(ImageClassifier classifier) : IImageNetwork
{
    public ImagePreprocessing Preprocessing => classifier.Preprocessing;

    public int Outputs => classifier.Labels.Count;

    public int Threads => classifier.Threads;

    public void Run(ReadOnlySpan<float> pixels, int count, Span<float> outputs) => classifier.Score(pixels, count, outputs);

    public FeatureCache? OpenCache() => null;
}
