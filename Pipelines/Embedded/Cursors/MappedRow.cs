namespace Microsoft.ML.Data;

/// <summary>A row with further columns that are computed of it.</summary>
internal sealed class MappedRow : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly HashSet<int> _active;
    private readonly Delegate[] _added;

    public MappedRow(DataViewRow input, DataViewSchema schema, IRowMapping mapping, HashSet<int> active)
    {
        (_input, Schema, _active) = (input, schema, active);
        int inputs = input.Schema.Count;
        _added = [.. mapping.Added.Select((_, i) => active.Contains(inputs + i) ? mapping.CreateGetter(input, i) : null)];
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) =>
        _active.Contains(column.Index)
        && (column.Index >= _input.Schema.Count || _input.IsColumnActive(_input.Schema[column.Index]));

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not active");
        if (column.Index < _input.Schema.Count)
            return _input.GetGetter<TValue>(_input.Schema[column.Index]);
        return _added[column.Index - _input.Schema.Count] as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' has another type than {typeof(TValue)}");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }
}
