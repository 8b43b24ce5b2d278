using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Pooling;

/// <summary>Maps each row by the model that is the newest then. Its output is that of the model when it was made.</summary>
internal sealed class ReloadingMapper : IRowToRowMapper
{
    private readonly ReloadingTransformer _transformer;
    private readonly IRowToRowMapper _first;

    public ReloadingMapper(ReloadingTransformer transformer, DataViewSchema inputSchema)
    {
        _transformer = transformer;
        _first = transformer.Current.GetRowToRowMapper(inputSchema);
    }

    public DataViewSchema InputSchema => _first.InputSchema;

    public DataViewSchema OutputSchema => _first.OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        _first.GetDependencies(dependingColumns);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new ReloadingRow(_transformer, input, OutputSchema, [.. activeColumns.Select(column => column.Name)]);
}
