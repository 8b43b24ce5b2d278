using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Pipelines.Data;
using MLResNet.Pipelines.Imaging;

namespace MLResNet.Pipelines.Cursors;

/// <summary>
/// Reads some rows ahead, computes their images together, and then shows the rows one by one, in their order, with what their
/// other columns said when they were read.
/// </summary>
internal sealed class BatchedCursor : DataViewRowCursor
{
    /// <summary>
    /// Rows that are read before the first is shown; then twice as many each time, up to a batch. Who takes a few rows waits for
    /// few.
    /// </summary>
    private const int FirstRows = 4;

    private readonly DataViewRowCursor _source;
    private readonly ImageMapping _mapping;
    private readonly HashSet<int> _active;
    private readonly Dictionary<int, ColumnBuffer> _columns = [];
    private readonly ImageReader _reader;
    private readonly NetworkBatch _batch;
    private readonly ValueGetter<DataViewRowId> _getId;
    private readonly DataViewRowId[] _ids;
    private readonly long[] _batches;
    private int _limit;
    private int _count;
    private int _slot;
    private long _position = -1;

    public BatchedCursor(DataViewRowCursor source, DataViewSchema schema, ImageMapping mapping, HashSet<int> active)
    {
        (_source, Schema, _mapping, _active) = (source, schema, mapping, active);
        int capacity = mapping.BatchSize;
        foreach (DataViewSchema.Column column in source.Schema.Where(column => active.Contains(column.Index)))
            _columns.Add(column.Index, ColumnBuffer.Create(source, column, capacity));
        _reader = ImageReader.Create(source, mapping.ImageIn(source.Schema), capacity);
        _batch = new NetworkBatch(mapping.Network, _reader, capacity, usesCache: true, mapping.OnUnreadable);
        _getId = source.GetIdGetter();
        _ids = new DataViewRowId[capacity];
        _batches = new long[capacity];
        _limit = Math.Min(FirstRows, capacity);
    }

    public override long Position => _position;

    public override long Batch => _batches[_slot];

    public override DataViewSchema Schema { get; }

    public override bool MoveNext()
    {
        if (_slot + 1 < _count)
            _slot++;
        else if (!ReadAhead())
            return false;
        _position++;
        return true;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[_slot];

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnErrors.RequireActive(this, column);
        int inputs = _source.Schema.Count;
        Delegate getter = column.Index < inputs
            ? _columns[column.Index].CreateGetter(() => _slot)
            : _mapping.Added[column.Index - inputs].CreateGetter(() => _batch[_slot]);
        return getter as ValueGetter<TValue> ?? throw ColumnErrors.OtherType(column, typeof(TValue));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _batch.Dispose();
            _source.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool ReadAhead()
    {
        _slot = 0;
        for (_count = 0; _count < _limit && _source.MoveNext(); _count++)
        {
            foreach (ColumnBuffer column in _columns.Values)
                column.Read(_count);
            _reader.Read(_count);
            _getId(ref _ids[_count]);
            _batches[_count] = _source.Batch;
        }
        if (_count == 0)
            return false;
        _limit = Math.Min(2 * _limit, _ids.Length);
        _batch.Compute(_count);
        return true;
    }
}
