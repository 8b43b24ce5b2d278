namespace Microsoft.ML.Data;

/// <summary>The rows of a view in a random order, drawn from as many as a pool holds.</summary>
internal sealed class ShuffledView(IDataView input, int seed, int poolSize, bool shufflesSource) : IDataView
{
    public bool CanShuffle => true;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded.DistinctBy(column => column.Index)];
        Random random = rand ?? new Random(seed);
        DataViewRowCursor source = input.GetRowCursor(needed, shufflesSource && input.CanShuffle ? random : null);
        return new PooledCursor(source, needed, random, poolSize);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class PooledCursor(DataViewRowCursor source, DataViewSchema.Column[] columns, Random random, int poolSize)
        : DataViewRowCursor
    {
        private DataViewRowCursor _pool;
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => source.Schema;

        public override bool MoveNext()
        {
            if ((_pool is null || !_pool.MoveNext()) && !Refill())
                return false;
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => _pool.GetIdGetter()(ref id);

        public override bool IsColumnActive(DataViewSchema.Column column) => source.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            source.GetGetter<TValue>(column); // fails where the pool's would
            DataViewRowCursor pool = null;
            ValueGetter<TValue> get = null;
            return (ref TValue value) =>
            {
                if (pool != _pool)
                    (pool, get) = (_pool, _pool.GetGetter<TValue>(column));
                get(ref value);
            };
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                source.Dispose();
            base.Dispose(disposing);
        }

        private bool Refill()
        {
            var rows = new StoredRows(source.Schema);
            if (rows.Append(source, columns, addsIds: true, poolSize) == 0)
                return false;
            int[] order = [.. Enumerable.Range(0, rows.Count)];
            random.Shuffle(order);
            _pool = rows.Cursor(columns, order);
            return _pool.MoveNext();
        }
    }
}
