using Microsoft.ML;
using Microsoft.ML.Data;
using MLResNet.Pipelines.Data;

namespace MLResNet.Pipelines.Cursors;

/// <summary>The rows of a cursor under a schema that has further columns, none of which is asked for.</summary>
internal sealed class ForwardingCursor(DataViewRowCursor source, DataViewSchema schema, HashSet<int> active) : DataViewRowCursor
{
    public override long Position => source.Position;

    public override long Batch => source.Batch;

    public override DataViewSchema Schema => schema;

    public override bool MoveNext() => source.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        ColumnErrors.RequireActive(this, column);
        return source.GetGetter<TValue>(source.Schema[column.Index]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }
}
