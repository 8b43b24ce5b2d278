using MLResNet;
using MLResNet.Pipelines;

namespace Microsoft.ML;

/// <summary>Trains networks on images.</summary>
public static class ResNetTrainersCatalog
{
    /// <summary>Puts a new head on a pretrained network, and trains as much of it as asked for.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The column of the label, a key.</param>
    /// <param name="imageColumnName">
    /// The column of the image: its path as text, or its encoded bytes as a vector of bytes.
    /// </param>
    /// <param name="tune">Which part of the network is trained.</param>
    /// <param name="backbone">The network, by its id or from a file; null for the best on this machine.</param>
    public static ResNetTrainer ResNet(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, string labelColumnName = "Label",
        string imageColumnName = "ImagePath", Tune tune = Tune.Auto, Backbone? backbone = null) =>
        catalog.ResNet(new ResNetTrainer.Options
        {
            LabelColumnName = labelColumnName,
            ImageColumnName = imageColumnName,
            Training = new TransferLearningOptions { Tune = tune, Backbone = backbone },
        });

    /// <summary>Puts a new head on a pretrained network, and trains as much of it as asked for.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="options">Columns, and how to train.</param>
    public static ResNetTrainer ResNet(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, ResNetTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new ResNetTrainer(options);
    }
}
