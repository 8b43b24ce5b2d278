using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Pipelines.Cursors;
using MLResNet.Pipelines.Imaging;
using MLResNet.Pipelines.Saving;

namespace MLResNet.Pipelines;

/// <summary>
/// Names the image of each row: the likeliest label as a key, and the probabilities of all, whose slots have the labels' names.
/// Thread-safe.
/// </summary>
public sealed class ResNetClassifierTransformer : ITransformer
{
    private readonly ImageMapping _mapping;

    internal ResNetClassifierTransformer(
        ImageClassifier classifier, string imageColumnName, string scoreColumnName, string predictedLabelColumnName)
    {
        ArgumentException.ThrowIfNullOrEmpty(imageColumnName);
        ArgumentException.ThrowIfNullOrEmpty(scoreColumnName);
        ArgumentException.ThrowIfNullOrEmpty(predictedLabelColumnName);
        (Classifier, ScoreColumnName, PredictedLabelColumnName) = (classifier, scoreColumnName, predictedLabelColumnName);
        _mapping = new ImageMapping(imageColumnName, new ClassifierNetwork(classifier),
        [
            ComputedColumn.Largest(predictedLabelColumnName, classifier.Labels),
            ComputedColumn.Vector(scoreColumnName, classifier.Labels.Count, classifier.Labels),
        ]);
    }

    /// <summary>The model, which the transformer does not dispose of.</summary>
    public ImageClassifier Classifier { get; }

    /// <summary>The column of the image.</summary>
    public string ImageColumnName => _mapping.ImageColumn;

    /// <summary>The column of probabilities.</summary>
    public string ScoreColumnName { get; }

    /// <summary>The column of the likeliest label.</summary>
    public string PredictedLabelColumnName { get; }

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The input's columns and those of label and scores.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column of the image is not there, or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _mapping.OutputOf(inputSchema);

    /// <summary>A view with label and scores, which are computed as it is gone through, where they are asked for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column of the image is not there, or of another type.</exception>
    public IDataView Transform(IDataView input) => _mapping.Over(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new ImageRowMapper(inputSchema, _mapping);

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw PipelineFile.NotSavedAlone();
}
