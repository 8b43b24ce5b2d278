namespace Microsoft.ML.Data;

/// <summary>The rows of a view that a condition holds for.</summary>
internal sealed class FilteredView(
    IDataView input, DataViewSchema.Column[] reads, Func<DataViewRow, Func<bool>> condition) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewRowCursor source = input.GetRowCursor(columnsNeeded.Concat(reads).DistinctBy(column => column.Index));
        return new CursorOver(source, source, condition(source));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
