using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Packaging;
using MLResNet.Pipelines.Cursors;
using MLResNet.Pipelines.Imaging;
using MLResNet.Pipelines.Saving;

namespace MLResNet.Pipelines;

/// <summary>Gives each row the features that a network finds in its image. Thread-safe.</summary>
public sealed class ResNetFeaturizingTransformer : ITransformer
{
    private readonly ImageMapping _mapping;

    internal ResNetFeaturizingTransformer(BackboneNetwork network, ResNetFeaturizingEstimator.Options options)
    {
        (Network, OutputColumnName) = (network, options.OutputColumnName);
        _mapping = new ImageMapping(
            options.InputColumnName, network, [ComputedColumn.Vector(OutputColumnName, network.Outputs, slotNames: null)])
        {
            BatchSize = options.BatchSize, OnUnreadable = options.OnUnreadable,
        };
    }

    /// <summary>The column of the image.</summary>
    public string InputColumnName => _mapping.ImageColumn;

    /// <summary>The column of features.</summary>
    public string OutputColumnName { get; }

    /// <summary>Features an image.</summary>
    public int FeatureCount => Network.Outputs;

    /// <summary>What the network is, and where it comes from.</summary>
    public BackboneProvenance Backbone => Network.Backbone.Provenance;

    bool ITransformer.IsRowToRowMapper => true;

    internal BackboneNetwork Network { get; }

    /// <summary>The input's columns and that of features.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column of the image is not there, or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _mapping.OutputOf(inputSchema);

    /// <summary>A view with features, which are computed as it is gone through, where they are asked for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column of the image is not there, or of another type.</exception>
    public IDataView Transform(IDataView input) => _mapping.Over(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new ImageRowMapper(inputSchema, _mapping);

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw PipelineFile.NotSavedAlone();
}
