using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Turns keys back into the values that they stand for.</summary>
public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    private readonly string _output;
    private readonly string _input;

    internal KeyToValueMappingEstimator(string outputColumnName, string inputColumnName)
        : base(new KeyToValueMappingTransformer(outputColumnName, inputColumnName)) =>
        (_output, _input) = (outputColumnName, inputColumnName ?? outputColumnName);

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        if (!inputSchema.TryFindColumn(_input, out SchemaShape.Column column))
            throw Check.Missing(nameof(inputSchema), "input", _input);
        if (!column.IsKey || !column.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values))
            throw Check.Mismatch(nameof(inputSchema), "input", _input, "key type with known values", column.GetTypeString());
        return inputSchema.With(new SchemaShape.Column(_output, column.Kind, values.ItemType, isKey: false));
    }
}
