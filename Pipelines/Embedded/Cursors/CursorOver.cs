using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A cursor that moves another one, and shows its row or one that is computed of it.</summary>
internal sealed class CursorOver(DataViewRowCursor source, DataViewRow row, Func<bool> accepts = null) : DataViewRowCursor
{
    private long _position = -1;

    public override long Position => accepts is null ? source.Position : _position;

    public override long Batch => source.Batch;

    public override DataViewSchema Schema => row.Schema;

    public override bool MoveNext()
    {
        while (source.MoveNext())
        {
            if (accepts is not null && !accepts())
                continue;
            _position++;
            return true;
        }
        return false;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => row.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            row.Dispose();
            source.Dispose();
        }
        base.Dispose(disposing);
    }
}
