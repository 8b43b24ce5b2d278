namespace Microsoft.ML.Data;

/// <summary>Objects as rows.</summary>
internal sealed class EnumerableView<TRow>(IEnumerable<TRow> data, IReadOnlyList<MemberColumn> columns) : IDataView
    where TRow : class
{
    private readonly IReadOnlyList<TRow> _list = data as IReadOnlyList<TRow>;

    public bool CanShuffle => _list is not null;

    public DataViewSchema Schema { get; } = ObjectRow<TRow>.SchemaOf(columns);

    public long? GetRowCount() => _list?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        if (_list is null || rand is null)
            return new Cursor(data.Select((row, i) => (row, i)), new ObjectRow<TRow>(columns, Schema));
        int[] order = [.. Enumerable.Range(0, _list.Count)];
        rand.Shuffle(order);
        return new Cursor(order.Select(i => (_list[i], i)), new ObjectRow<TRow>(columns, Schema));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(IEnumerable<(TRow Row, int Index)> rows, ObjectRow<TRow> current) : DataViewRowCursor
    {
        private readonly IEnumerator<(TRow Row, int Index)> _rows = rows.GetEnumerator();

        public override long Position => current.Position;

        public override long Batch => 0;

        public override DataViewSchema Schema => current.Schema;

        public override bool MoveNext()
        {
            if (!_rows.MoveNext())
                return false;
            current.Show(_rows.Current.Row
                ?? throw new InvalidOperationException("Encountered null when iterating over data, this is not supported."));
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)_rows.Current.Index, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => current.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _rows.Dispose();
            base.Dispose(disposing);
        }
    }
}
