using MLResNet;
using MLResNet.Pipelines;
using MLResNet.Pipelines.Saving;

namespace Microsoft.ML;

/// <summary>Saves, loads and uses pipelines with networks in them.</summary>
public static class ResNetModelCatalog
{
    /// <summary>Saves a model in which networks may stand, at any depth, into one file.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The model; transformers of ML.NET in it are saved as <c>Save</c> saves them.</param>
    /// <param name="inputSchema">The schema of the model's input; null for none.</param>
    /// <param name="filePath">The file, usually <c>.zip</c>; replaced if it is there, and never half written.</param>
    /// <exception cref="MLResNetException">The file cannot be written.</exception>
    public static void SaveWithResNet(
        this ModelOperationsCatalog catalog, ITransformer model, DataViewSchema? inputSchema, string filePath)
    {
        Check(catalog, model, filePath);
        MLResNet.Packaging.AtomicFile.Write(filePath, stream => PipelineFile.Save(catalog, model, inputSchema, stream));
    }

    /// <summary>Saves a model in which networks may stand, at any depth, to a stream, which is left open.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">The model; transformers of ML.NET in it are saved as <c>Save</c> saves them.</param>
    /// <param name="inputSchema">The schema of the model's input; null for none.</param>
    /// <param name="stream">Takes the file.</param>
    public static void SaveWithResNet(
        this ModelOperationsCatalog catalog, ITransformer model, DataViewSchema? inputSchema, Stream stream)
    {
        Check(catalog, model, stream);
        PipelineFile.Save(catalog, model, inputSchema, stream);
    }

    /// <summary>
    /// Loads a model that <see cref="SaveWithResNet(ModelOperationsCatalog, ITransformer, DataViewSchema?, string)"/> has saved:
    /// it predicts the same. A model that <c>Save</c> has saved is loaded as <c>Load</c> does.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="filePath">The file.</param>
    /// <param name="inputSchema">The schema that it was saved with; null if with none.</param>
    /// <exception cref="MLResNetException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, of a newer version, or no saved model.</exception>
    public static ITransformer LoadWithResNet(
        this ModelOperationsCatalog catalog, string filePath, out DataViewSchema? inputSchema)
    {
        Check(catalog, catalog, filePath);
        FileStream stream;
        try
        {
            stream = File.OpenRead(filePath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new MLResNetException($"{filePath} cannot be read: {e.Message}", e);
        }
        using (stream)
            return PipelineFile.Load(catalog, stream, filePath, out inputSchema);
    }

    /// <summary>Loads such a model from a stream, which has to be able to seek and is left open.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="stream">The file.</param>
    /// <param name="inputSchema">The schema that it was saved with; null if with none.</param>
    /// <exception cref="ModelFormatException">The file is damaged, of a newer version, or no saved model.</exception>
    public static ITransformer LoadWithResNet(this ModelOperationsCatalog catalog, Stream stream, out DataViewSchema? inputSchema)
    {
        Check(catalog, catalog, stream);
        return PipelineFile.Load(catalog, stream, "the model", out inputSchema);
    }

    /// <summary>Loads a model package, as the library and the tool write them, as a transformer.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="filePath">The package, <c>.mlresnet</c>.</param>
    /// <param name="imageColumnName">The column of the image that it will read: its path as text, or its encoded bytes.</param>
    /// <param name="scoreColumnName">The column of probabilities that it will add.</param>
    /// <param name="predictedLabelColumnName">The column of the likeliest label, a key, that it will add.</param>
    /// <exception cref="MLResNetException">The file cannot be read.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, of a newer version, or no model package.</exception>
    public static ResNetClassifierTransformer LoadImageClassifier(
        this ModelOperationsCatalog catalog, string filePath, string imageColumnName = "ImagePath",
        string scoreColumnName = "Score", string predictedLabelColumnName = "PredictedLabel")
    {
        Check(catalog, catalog, filePath);
        return new ResNetClassifierTransformer(
            ImageClassifier.Load(filePath), imageColumnName, scoreColumnName, predictedLabelColumnName);
    }

    /// <summary>Makes an engine that names pictures by a model, for any number of threads.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="model">
    /// A model that reads an image and gives scores; the engine leaves it to the caller to dispose of.
    /// </param>
    /// <param name="imageColumnName">The column of the image that the model reads.</param>
    /// <param name="labelColumnName">
    /// The text column of the label that the model was trained on. Its estimators of labels still ask for it; it is empty.
    /// </param>
    /// <param name="scoreColumnName">The column of scores that the model gives.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model does not read the image, or gives no such scores.</exception>
    public static ImagePredictionEngine CreateImagePredictionEngine(
        this ModelOperationsCatalog catalog, ITransformer model, string imageColumnName = "ImagePath",
        string labelColumnName = "Label", string scoreColumnName = "Score")
    {
        Check(catalog, model, imageColumnName);
        return new ImagePredictionEngine(catalog, model, imageColumnName, labelColumnName, scoreColumnName);
    }

    private static void Check(object catalog, object model, object place)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(place);
    }
}
