namespace Microsoft.ML.Data;

/// <summary>An object as a row; another one may take its place.</summary>
internal sealed class ObjectRow<TRow> : DataViewRow where TRow : class
{
    private readonly Delegate[] _getters;
    private long _position = -1;

    public ObjectRow(IReadOnlyList<MemberColumn> columns) : this(columns, SchemaOf(columns))
    {
    }

    public ObjectRow(IReadOnlyList<MemberColumn> columns, DataViewSchema schema)
    {
        Schema = schema;
        _getters = [.. columns.Select(column => column.CreateGetter(() => Current))];
    }

    public TRow Current { get; private set; }

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema { get; }

    public static DataViewSchema SchemaOf(IReadOnlyList<MemberColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (MemberColumn column in columns)
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        return builder.ToSchema();
    }

    /// <summary>Shows an object as the next row.</summary>
    public void Show(TRow row)
    {
        Current = row;
        _position++;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < _getters.Length;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        _getters[column.Index] as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Column '{column.Name}' has another type than {typeof(TValue)}");
}
