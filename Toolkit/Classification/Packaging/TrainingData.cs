namespace MLResNet.Packaging;

/// <summary>The images a model was trained on.</summary>
/// <param name="Images">Training images.</param>
/// <param name="ValidationImages">Images that only served to choose the best epoch.</param>
/// <param name="ImagesPerClass">Training images of each label, in the labels' order.</param>
/// <param name="Listing">
/// SHA-256 over the sorted lines "relative path, tab, label, line feed" of the training images, several labels separated by |:
/// tells whether two models saw the same files.
/// </param>
public sealed record TrainingData(int Images, int ValidationImages, IReadOnlyList<int> ImagesPerClass, string Listing);
