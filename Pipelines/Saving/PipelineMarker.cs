using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MLResNet.Pipelines.Saving;

/// <summary>
/// Stands for one of our transformers in ML.NET's zip, which takes nothing of others but mappings by their contract. Loaded
/// without what it stands for, it asks for a column that nobody has, whose name says how to load the model.
/// </summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class PipelineMarker : CustomMappingFactory<PipelineMarker.Input, PipelineMarker.Output>
{
    private const string Contract = "MLResNet.Pipelines";

    /// <summary>Gives the mapping that does nothing.</summary>
    public override Action<Input, Output> GetMapping() => Map;

    internal static ITransformer Create()
    {
        var context = new MLContext();
        IDataView nothing = context.Data.LoadFromEnumerable<Input>([]);
        return context.Transforms.CustomMapping<Input, Output>(Map, Contract).Fit(nothing);
    }

    internal static bool Is(ITransformer transformer) => transformer is CustomMappingTransformer<Input, Output>;

    private static void Map(Input input, Output output)
    {
    }

    /// <summary>What the marker asks for.</summary>
    public sealed class Input
    {
        /// <summary>A column that no data has.</summary>
        [ColumnName(
            "(this model has a ResNet in it: it is saved by ml.Model.SaveWithResNet and loaded by ml.Model.LoadWithResNet)")]
        public string? Hint { get; set; }
    }

    /// <summary>What the marker adds: nothing.</summary>
    public sealed class Output;
}
