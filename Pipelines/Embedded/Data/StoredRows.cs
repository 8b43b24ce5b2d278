using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Columns of a view in memory, and the ids of its rows.</summary>
internal sealed class StoredRows(DataViewSchema schema)
{
    private readonly Dictionary<int, ColumnStore> _columns = [];
    private readonly List<DataViewRowId> _ids = [];

    public int Count => _ids.Count;

    /// <summary>Reads columns that are not there yet; all that the view has of rows.</summary>
    public void Fill(IDataView source, IEnumerable<DataViewSchema.Column> needed, bool isFirst)
    {
        DataViewSchema.Column[] missing = [.. needed.Where(column => !_columns.ContainsKey(column.Index))];
        if (missing.Length == 0 && !isFirst)
            return;
        using DataViewRowCursor cursor = source.GetRowCursor(missing);
        Append(cursor, missing, addsIds: isFirst, limit: int.MaxValue);
    }

    /// <summary>Reads rows from where a cursor stands.</summary>
    /// <returns>How many there were, up to the limit.</returns>
    public int Append(DataViewRowCursor cursor, DataViewSchema.Column[] columns, bool addsIds, int limit)
    {
        Action[] append = [.. columns.Select(column =>
        {
            var store = Generic.Call<ColumnStore>(typeof(ColumnStore), nameof(ColumnStore.Create), [column.Type.RawType]);
            _columns[column.Index] = store;
            return store.Appender(cursor, column);
        })];
        ValueGetter<DataViewRowId> getId = cursor.GetIdGetter();
        int count = 0;
        for (; count < limit && cursor.MoveNext(); count++)
        {
            if (addsIds)
            {
                DataViewRowId id = default;
                getId(ref id);
                _ids.Add(id);
            }
            foreach (Action one in append)
                one();
        }
        return count;
    }

    /// <summary>A cursor over the rows in an order.</summary>
    public DataViewRowCursor Cursor(IEnumerable<DataViewSchema.Column> columns, IEnumerable<int> order) =>
        new StoredCursor(this, columns, order);

    private sealed class StoredCursor : DataViewRowCursor
    {
        private readonly StoredRows _rows;
        private readonly Dictionary<int, Delegate> _getters;
        private readonly IEnumerator<int> _order;
        private long _position = -1;

        public StoredCursor(StoredRows rows, IEnumerable<DataViewSchema.Column> columns, IEnumerable<int> order)
        {
            (_rows, _order, Schema) = (rows, order.GetEnumerator(), rows.Schema);
            _getters = columns.DistinctBy(column => column.Index)
                .ToDictionary(column => column.Index, column => rows._columns[column.Index].Getter(() => _order.Current));
        }

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema { get; }

        public override bool MoveNext()
        {
            if (!_order.MoveNext())
                return false;
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _rows._ids[_order.Current];

        public override bool IsColumnActive(DataViewSchema.Column column) => _getters.ContainsKey(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            _getters.TryGetValue(column.Index, out Delegate getter)
                ? getter as ValueGetter<TValue>
                    ?? throw new InvalidOperationException($"Column '{column.Name}' has another type than {typeof(TValue)}")
                : throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not active");

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _order.Dispose();
            base.Dispose(disposing);
        }
    }

    private DataViewSchema Schema => schema;
}
