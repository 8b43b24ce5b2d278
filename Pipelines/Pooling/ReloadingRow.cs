using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Pooling;

/// <summary>
/// A row mapped by the model that is the newest when its first value is asked for; all its values are of that one.
/// </summary>
internal sealed class ReloadingRow : DataViewRow
{
    private readonly ReloadingTransformer _transformer;
    private readonly DataViewRow _input;
    private readonly HashSet<string> _active;
    private ITransformer _model;
    private DataViewRow _mapped;
    private long _position;

    public ReloadingRow(ReloadingTransformer transformer, DataViewRow input, DataViewSchema schema, HashSet<string> active)
    {
        (_transformer, _input, Schema, _active) = (transformer, input, schema, active);
        (_position, _model) = (input.Position, transformer.Current);
        _mapped = MapBy(_model);
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Name);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        DataViewRow mapped = _mapped;
        ValueGetter<TValue> get = mapped.GetGetter<TValue>(mapped.Schema[column.Name]);
        return (ref TValue value) =>
        {
            DataViewRow now = MappedNow();
            if (now != mapped)
                (mapped, get) = (now, now.GetGetter<TValue>(now.Schema[column.Name]));
            get(ref value);
        };
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _mapped.Dispose(); // and the input with it
        base.Dispose(disposing);
    }

    private DataViewRow MappedNow()
    {
        if (_position == _input.Position)
            return _mapped;
        ITransformer model = _transformer.Current;
        if (model != _model)
            (_model, _mapped) = (model, MapBy(model)); // the one before is not disposed of: that would take the input along
        _position = _input.Position;
        return _mapped;
    }

    private DataViewRow MapBy(ITransformer model)
    {
        IRowToRowMapper mapper = model.GetRowToRowMapper(_input.Schema);
        return mapper.GetRow(_input, mapper.OutputSchema.Where(column => _active.Contains(column.Name)));
    }
}
