namespace Microsoft.ML.Data;

/// <summary>A view with further columns that are computed row by row, when they are asked for.</summary>
internal sealed class MappedView(IDataView input, IRowMapping mapping) : IDataView
{
    private readonly RowMapper _mapper = new(input.Schema, mapping);

    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => _mapper.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        DataViewRowCursor source = input.GetRowCursor(_mapper.GetDependencies(needed), rand);
        return new CursorOver(source, _mapper.GetRow(source, needed));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
