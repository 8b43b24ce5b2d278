using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLResNet.Pipelines;

public sealed partial class ResNetOnTensorFlow
{
    /// <summary>A trained model, and how it fares.</summary>
    /// <param name="Model">
    /// From <c>ImagePath</c> to <c>PredictedLabel</c>, a text, and <c>Score</c>, a probability for each class in the order of the
    /// training images' classes. ML.NET saves and loads it; dispose of it when it is no longer in use.
    /// </param>
    /// <param name="Evaluation">The test images, evaluated as <see cref="ImageClassifier.Evaluate"/> evaluates.</param>
    /// <param name="LeftOut">Files to train on or to validate with that could not be read.</param>
    public sealed record Result(
        TransformerChain<KeyToValueMappingTransformer> Model, Evaluation Evaluation, IReadOnlyList<UnreadableFile> LeftOut);
}
