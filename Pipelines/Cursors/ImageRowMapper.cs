using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Pipelines.Imaging;

namespace MLResNet.Pipelines.Cursors;

/// <summary>Adds columns to single rows, as a prediction engine asks for.</summary>
internal sealed class ImageRowMapper(DataViewSchema input, ImageMapping mapping) : IRowToRowMapper
{
    public DataViewSchema InputSchema => input;

    public DataViewSchema OutputSchema { get; } = mapping.OutputOf(input);

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        HashSet<int> needed = [.. dependingColumns.Select(column => column.Index)];
        if (needed.Any(index => index >= input.Count))
            needed.Add(mapping.ImageIn(input).Index);
        return [.. input.Where(column => needed.Contains(column.Index))];
    }

    public DataViewRow GetRow(DataViewRow row, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Schema != input)
            throw new ArgumentException("Schema of input row must be the same as the schema the mapper is bound to", nameof(row));
        return new ImageRow(row, OutputSchema, mapping, [.. activeColumns.Select(column => column.Index)]);
    }
}
