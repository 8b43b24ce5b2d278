namespace Microsoft.ML.Data;

/// <summary>Computes columns of single rows.</summary>
internal sealed class RowMapper : IRowToRowMapper
{
    private readonly IRowMapping _mapping;

    public RowMapper(DataViewSchema input, IRowMapping mapping)
    {
        (InputSchema, _mapping) = (input, mapping);
        OutputSchema = OutputOf(input, mapping);
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public static DataViewSchema OutputOf(DataViewSchema input, IRowMapping mapping)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumns(mapping.Added);
        return builder.ToSchema();
    }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        dependingColumns
            .SelectMany(column => column.Index < InputSchema.Count
                ? [column.Index]
                : _mapping.DependenciesOf(column.Index - InputSchema.Count))
            .Distinct()
            .Order()
            .Select(index => InputSchema[index])
            .ToArray();

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        if (input.Schema != InputSchema)
            throw new ArgumentException(
                "Schema of input row must be the same as the schema the mapper is bound to", nameof(input));
        return new MappedRow(input, OutputSchema, _mapping, [.. activeColumns.Select(column => column.Index)]);
    }
}
