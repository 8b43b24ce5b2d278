using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>A transformer that computes one column of another one.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase(string outputColumnName, string inputColumnName)
    {
        Check.NonEmpty(outputColumnName, nameof(outputColumnName));
        (OutputColumn, InputColumn) = (outputColumnName, inputColumnName ?? outputColumnName);
    }

    private protected string OutputColumn { get; }

    private protected string InputColumn { get; }

    private protected sealed override IRowMapping Map(DataViewSchema schema)
    {
        DataViewSchema.Column input = schema.GetColumnOrNull(InputColumn)
            ?? throw Check.Missing(nameof(schema), "input", InputColumn);
        return new Mapping(this, input, Describe(input));
    }

    /// <summary>The computed column.</summary>
    private protected abstract DataViewSchema.DetachedColumn Describe(DataViewSchema.Column input);

    private protected abstract Delegate CreateGetter(DataViewRow row, DataViewSchema.Column input);

    private sealed class Mapping(
        OneToOneTransformerBase owner, DataViewSchema.Column input, DataViewSchema.DetachedColumn output) : IRowMapping
    {
        public IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; } = [output];

        public IEnumerable<int> DependenciesOf(int added) => [input.Index];

        public Delegate CreateGetter(DataViewRow row, int added) => owner.CreateGetter(row, input);
    }
}
