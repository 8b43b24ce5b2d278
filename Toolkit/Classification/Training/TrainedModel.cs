using MLResNet.Packaging;

namespace MLResNet.Training;

/// <summary>What a training comes to.</summary>
/// <param name="Package">The model.</param>
/// <param name="Report">What happened.</param>
internal sealed record TrainedModel(ModelPackage Package, TrainingReport Report)
{
    public ModelManifest Manifest => Package.Manifest;

    public ImageClassifier ToClassifier(int threads) =>
        new(Package, new ImageClassifierOptions { Threads = threads }) { TrainingReport = Report };
}
