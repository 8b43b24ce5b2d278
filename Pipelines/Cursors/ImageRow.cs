using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Pipelines.Data;
using MLResNet.Pipelines.Imaging;

namespace MLResNet.Pipelines.Cursors;

/// <summary>A row and the columns computed of its image, when they are first asked for.</summary>
internal sealed class ImageRow : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly ImageMapping _mapping;
    private readonly HashSet<int> _active;
    private readonly ImageReader? _reader;
    private readonly NetworkBatch? _batch;
    private long _computed = -1;

    public ImageRow(DataViewRow input, DataViewSchema schema, ImageMapping mapping, HashSet<int> active)
    {
        (_input, Schema, _mapping, _active) = (input, schema, mapping, active);
        if (!active.Any(index => index >= input.Schema.Count))
            return;
        _reader = ImageReader.Create(input, mapping.ImageIn(input.Schema), slots: 1);
        // One image is computed sooner than a cache is opened.
        _batch = new NetworkBatch(
            mapping.Network, _reader, firstSlot: 0, capacity: 1, cache: null, mapping.OnUnreadable);
    }

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override DataViewSchema Schema { get; }

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnErrors.RequireActive(this, column);
        if (column.Index < _input.Schema.Count)
            return _input.GetGetter<TValue>(_input.Schema[column.Index]);
        return _mapping.Added[column.Index - _input.Schema.Count].CreateGetter(Numbers) as ValueGetter<TValue>
            ?? throw ColumnErrors.OtherType(column, typeof(TValue));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    private ReadOnlySpan<float> Numbers()
    {
        if (_computed != _input.Position)
        {
            _reader!.Read(0);
            _batch!.Prepare(1);
            _batch.Compute();
            _computed = _input.Position;
        }
        return _batch![0];
    }
}
