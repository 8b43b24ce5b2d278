using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Data;

/// <summary>Labelled images as rows: path, label, and the part of the data set where it has parts.</summary>
internal sealed class ImageFolderView : IDataView
{
    private const string PathColumn = "ImagePath", LabelColumn = "Label";

    private readonly ImageFolder _images;
    private readonly IReadOnlyList<string>? _parts;

    /// <exception cref="DatasetException">An image has several labels.</exception>
    public ImageFolderView(ImageFolder images)
    {
        if (images.IsMultiLabel)
            throw new DatasetException($"'{images.Source}' has images with several labels; a row has one.");
        _images = images;
        _parts = PartNames.Of(images);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(PathColumn, TextDataViewType.Instance);
        schema.AddColumn(LabelColumn, TextDataViewType.Instance);
        if (_parts is not null)
            schema.AddColumn(PartNames.Column, TextDataViewType.Instance);
        Schema = schema.ToSchema();
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _images.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        int[]? order = null;
        if (rand is not null)
            rand.Shuffle(order = [.. Enumerable.Range(0, _images.Count)]);
        return new Cursor(this, [.. columnsNeeded.Select(column => column.Index)], order);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(ImageFolderView view, HashSet<int> active, int[]? order) : DataViewRowCursor
    {
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        private int Row => order is null ? (int)_position : order[_position];

        public override bool MoveNext()
        {
            if (_position + 1 >= view._images.Count)
                return false;
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row, 0);

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ColumnErrors.RequireActive(this, column);
            ValueGetter<ReadOnlyMemory<char>> getter = column.Index switch
            {
                0 => (ref ReadOnlyMemory<char> value) => value = view._images[Row].Path.AsMemory(),
                1 => (ref ReadOnlyMemory<char> value) => value = view._images.Classes[view._images[Row].LabelIndex].AsMemory(),
                _ => (ref ReadOnlyMemory<char> value) => value = view._parts![Row].AsMemory(),
            };
            return getter as ValueGetter<TValue> ?? throw ColumnErrors.OtherType(column, typeof(TValue));
        }
    }
}
