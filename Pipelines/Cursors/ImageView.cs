using Microsoft.ML;
using MLResNet.Pipelines.Imaging;

namespace MLResNet.Pipelines.Cursors;

/// <summary>A view with columns computed of its images, in batches, where those columns are asked for.</summary>
internal sealed class ImageView(IDataView input, ImageMapping mapping) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema { get; } = mapping.OutputOf(input.Schema);

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        HashSet<int> needed = [.. columnsNeeded.Select(column => column.Index)];
        bool computes = needed.Any(index => index >= input.Schema.Count);
        int image = computes ? mapping.ImageIn(input.Schema).Index : -1;
        DataViewRowCursor source = input.GetRowCursor(
            input.Schema.Where(column => needed.Contains(column.Index) || column.Index == image), rand);
        return computes ? new BatchedCursor(source, Schema, mapping, needed) : new ForwardingCursor(source, Schema, needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
