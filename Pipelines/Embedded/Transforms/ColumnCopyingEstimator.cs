using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Copies a column.</summary>
public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    private readonly string _output;
    private readonly string _input;

    internal ColumnCopyingEstimator(string outputColumnName, string inputColumnName)
        : base(new ColumnCopyingTransformer(outputColumnName, inputColumnName)) =>
            (_output, _input) = (outputColumnName, inputColumnName);

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        inputSchema.TryFindColumn(_input, out SchemaShape.Column column)
            ? inputSchema.With(new SchemaShape.Column(_output, column.Kind, column.ItemType, column.IsKey, column.Annotations))
            : throw Check.Missing(nameof(inputSchema), "input", _input);
}
