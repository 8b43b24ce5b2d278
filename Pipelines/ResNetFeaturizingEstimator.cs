using Microsoft.ML;
using MLResNet.Pipelines.Data;
using MLResNet.Pipelines.Imaging;

namespace MLResNet.Pipelines;

/// <summary>
/// Gives each row the features that a pretrained network finds in its image. There is nothing to learn: fitting checks the
/// columns. The network is loaded when this is made, and shared by all that is fitted.
/// </summary>
public sealed partial class ResNetFeaturizingEstimator : IEstimator<ResNetFeaturizingTransformer>
{
    private readonly ResNetFeaturizingTransformer _transformer;

    internal ResNetFeaturizingEstimator(Options options)
    {
        options.Validate();
        var network = new BackboneNetwork(options.Backbone.Open(), options.Size, options.Threads, options.FeatureCacheBytes);
        _transformer = new ResNetFeaturizingTransformer(network, options);
    }

    /// <summary>Checks the column of the image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not there, or of another type.</exception>
    public ResNetFeaturizingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The shape with the column of features.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column of the image is not there, or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ImageMapping.Check(inputSchema, _transformer.InputColumnName);
        return inputSchema.With(ColumnShapes.Vector(_transformer.OutputColumnName, hasSlotNames: false));
    }
}
