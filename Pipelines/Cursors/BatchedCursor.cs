using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Features;
using MLResNet.Pipelines.Data;
using MLResNet.Pipelines.Imaging;

namespace MLResNet.Pipelines.Cursors;

/// <summary>
/// Reads some rows ahead, computes their images together, and then shows the rows one by one, in their order, with what their
/// other columns said when they were read. While a batch is computed, and shown, the images of the next are decoded.
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
    private readonly FeatureCache? _cache;
    private readonly ValueGetter<DataViewRowId> _getId;
    private readonly DataViewRowId[] _ids;
    private readonly long[] _sourceBatches;
    private int _limit;
    private Rows _shown;
    private Rows _next;
    private bool _isReadAhead; // whether _next has rows that are still to be shown, or none because all have been
    private int _row;
    private long _position = -1;

    public BatchedCursor(DataViewRowCursor source, DataViewSchema schema, ImageMapping mapping, HashSet<int> active)
    {
        (_source, Schema, _mapping, _active) = (source, schema, mapping, active);
        int capacity = mapping.BatchSize, slots = checked(2 * capacity);
        foreach (DataViewSchema.Column column in source.Schema.Where(column => active.Contains(column.Index)))
            _columns.Add(column.Index, ColumnBuffer.Create(source, column, slots));
        _reader = ImageReader.Create(source, mapping.ImageIn(source.Schema), slots);
        _cache = mapping.Network.OpenCache();
        _shown = RowsFrom(0);
        _next = RowsFrom(capacity);
        _getId = source.GetIdGetter();
        _ids = new DataViewRowId[slots];
        _sourceBatches = new long[slots];
        _limit = Math.Min(FirstRows, capacity);

        Rows RowsFrom(int slot) => new(
            slot, new NetworkBatch(mapping.Network, _reader, slot, capacity, _cache, mapping.OnUnreadable));
    }

    public override long Position => _position;

    public override long Batch => _sourceBatches[Slot];

    public override DataViewSchema Schema { get; }

    private int Slot => _shown.FirstSlot + _row;

    public override bool MoveNext()
    {
        if (_row + 1 < _shown.Count)
            _row++;
        else if (!ShowNext())
            return false;
        _position++;
        return true;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[Slot];

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnErrors.RequireActive(this, column);
        int inputs = _source.Schema.Count;
        Delegate getter = column.Index < inputs
            ? _columns[column.Index].CreateGetter(() => Slot)
            : _mapping.Added[column.Index - inputs].CreateGetter(() => _shown.Images[_row]);
        return getter as ValueGetter<TValue> ?? throw ColumnErrors.OtherType(column, typeof(TValue));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // What is still being decoded is wanted no more, and neither are its errors.
            _next.Prepared.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            _cache?.Dispose();
            _source.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool ShowNext()
    {
        bool isFirst = _position < 0;
        if (!_isReadAhead)
            Read(_next);
        if (_next.Count == 0)
        {
            _isReadAhead = true;
            return false;
        }
        (_shown, _next) = (_next, _shown);
        _row = 0;
        _shown.Prepared.GetAwaiter().GetResult();
        // Who looks at the first rows alone should not pay for more.
        if (!isFirst)
            Read(_next);
        _isReadAhead = !isFirst;
        _shown.Images.Compute();
        return true;
    }

    /// <summary>Reads rows, and begins to decode their images.</summary>
    private void Read(Rows rows)
    {
        for (rows.Count = 0; rows.Count < _limit && _source.MoveNext(); rows.Count++)
        {
            int slot = rows.FirstSlot + rows.Count;
            foreach (ColumnBuffer column in _columns.Values)
                column.Read(slot);
            _reader.Read(slot);
            _getId(ref _ids[slot]);
            _sourceBatches[slot] = _source.Batch;
        }
        _limit = Math.Min(2 * _limit, _mapping.BatchSize);
        rows.Prepared = rows.Count == 0 ? Task.CompletedTask : Task.Run(() => rows.Images.Prepare(rows.Count));
    }

    /// <summary>Rows that are read together.</summary>
    private sealed class Rows(int firstSlot, NetworkBatch images)
    {
        public int FirstSlot => firstSlot;

        public NetworkBatch Images => images;

        public int Count { get; set; }

        public Task Prepared { get; set; } = Task.CompletedTask;
    }
}
