using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Joins columns of one type to a vector.</summary>
public sealed class ColumnConcatenatingEstimator : TrivialEstimator<ColumnConcatenatingTransformer>
{
    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingEstimator(string outputColumnName, string[] inputColumnNames)
        : base(new ColumnConcatenatingTransformer(outputColumnName, inputColumnNames)) =>
            (_output, _inputs) = (outputColumnName, inputColumnNames);

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShape.Column[] columns = [.. _inputs.Select(name => inputSchema.TryFindColumn(name, out SchemaShape.Column column)
            ? column
            : throw Check.Missing(nameof(inputSchema), "input", name))];
        foreach (SchemaShape.Column column in columns)
        {
            if (!column.ItemType.Equals(columns[0].ItemType))
                throw Check.Mismatch(
                    nameof(inputSchema), "input", column.Name, columns[0].GetTypeString(), column.GetTypeString());
        }
        bool isVariable = columns.Any(column => column.Kind == SchemaShape.Column.VectorKind.VariableVector);
        return inputSchema.With(new SchemaShape.Column(
            _output, isVariable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector,
            columns[0].ItemType, isKey: false));
    }
}
