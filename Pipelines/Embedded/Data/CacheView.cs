namespace Microsoft.ML.Data;

/// <summary>A view whose columns are computed once, when they are first asked for, and kept.</summary>
internal sealed class CacheView(IDataView input, string[] prefetch) : IDataView
{
    private readonly Lock _lock = new();
    private StoredRows _rows;

    public bool CanShuffle => true;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => _rows?.Count ?? input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        lock (_lock)
        {
            bool isFirst = _rows is null;
            _rows ??= new StoredRows(Schema);
            IEnumerable<DataViewSchema.Column> first =
                needed.Concat(prefetch.Select(name => Schema[name])).DistinctBy(c => c.Index);
            _rows.Fill(input, isFirst ? first : needed, isFirst);
        }
        int[] order = [.. Enumerable.Range(0, _rows.Count)];
        rand?.Shuffle(order);
        return _rows.Cursor(needed, order);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
