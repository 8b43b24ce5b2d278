using MLResNet;
using MLResNet.Pipelines;

namespace Microsoft.ML;

/// <summary>Turns images into features.</summary>
public static class ResNetTransformsCatalog
{
    /// <summary>
    /// Gives each row the features that a pretrained network finds in its image: a vector of numbers of known size, none of which
    /// is negative. Images are worked through in batches on all cores; features are kept on disk by the content of an image, so
    /// that going through the same images again costs little.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to add.</param>
    /// <param name="inputColumnName">
    /// The column of the image: its path as text, or its encoded bytes as a vector of bytes.
    /// </param>
    /// <param name="backbone">
    /// The network, by its id (such as <c>resnet50v2</c>) or from a file; null for the best on this machine.
    /// </param>
    /// <exception cref="MLResNetException">The backbone is not there; the message says how to get it.</exception>
    public static ResNetFeaturizingEstimator ResNetFeaturize(
        this TransformsCatalog catalog, string outputColumnName = "Features", string inputColumnName = "ImagePath",
        Backbone? backbone = null) =>
        catalog.ResNetFeaturize(new ResNetFeaturizingEstimator.Options
        {
            OutputColumnName = outputColumnName, InputColumnName = inputColumnName, Backbone = backbone ?? Backbone.BestAvailable,
        });

    /// <summary>Gives each row the features that a pretrained network finds in its image.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">Columns, network, and how to compute.</param>
    /// <exception cref="MLResNetException">The backbone is not there, or an option is out of its range.</exception>
    public static ResNetFeaturizingEstimator ResNetFeaturize(
        this TransformsCatalog catalog, ResNetFeaturizingEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new ResNetFeaturizingEstimator(options);
    }
}
