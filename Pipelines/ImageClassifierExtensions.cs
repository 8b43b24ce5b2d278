using Microsoft.ML;
using MLResNet.Pipelines;

namespace MLResNet;

/// <summary>Takes models to ML.NET.</summary>
public static class ImageClassifierExtensions
{
    /// <summary>The model as a transformer of ML.NET's.</summary>
    /// <param name="classifier">The model; the caller disposes of it, after the transformer's last use.</param>
    /// <param name="context">The context in which the transformer will be used.</param>
    /// <param name="imageColumnName">The column of the image that it will read: its path as text, or its encoded bytes.</param>
    /// <param name="scoreColumnName">The column of probabilities that it will add.</param>
    /// <param name="predictedLabelColumnName">The column of the likeliest label, a key, that it will add.</param>
    public static ResNetClassifierTransformer ToTransformer(
        this ImageClassifier classifier, MLContext context, string imageColumnName = "ImagePath",
        string scoreColumnName = "Score", string predictedLabelColumnName = "PredictedLabel")
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(context);
        return new ResNetClassifierTransformer(classifier, imageColumnName, scoreColumnName, predictedLabelColumnName);
    }
}
