using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLResNet.Pipelines.Cursors;

/// <summary>What rows that were read ahead say in a column.</summary>
internal abstract class ColumnBuffer
{
    /// <summary>The buffer of a column.</summary>
    /// <param name="row">The row that moves on.</param>
    /// <param name="column">One of its active columns.</param>
    /// <param name="slots">Rows to remember.</param>
    public static ColumnBuffer Create(DataViewRow row, DataViewSchema.Column column, int slots)
    {
        Type raw = column.Type.RawType;
        Type buffer = column.Type is VectorDataViewType vector
            ? typeof(Vectors<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(Values<>).MakeGenericType(raw);
        return (ColumnBuffer)Activator.CreateInstance(buffer, row, column, slots)!;
    }

    /// <summary>Remembers what the row says now.</summary>
    public abstract void Read(int slot);

    /// <summary>A getter of what was remembered.</summary>
    public abstract Delegate CreateGetter(Func<int> slot);

    private sealed class Values<T>(DataViewRow row, DataViewSchema.Column column, int slots) : ColumnBuffer
    {
        private readonly ValueGetter<T> _get = row.GetGetter<T>(column);
        private readonly T[] _values = new T[slots];

        public override void Read(int slot) => _get(ref _values[slot]);

        public override ValueGetter<T> CreateGetter(Func<int> slot) => (ref T value) => value = _values[slot()];
    }

    private sealed class Vectors<T>(DataViewRow row, DataViewSchema.Column column, int slots) : ColumnBuffer
    {
        private readonly ValueGetter<VBuffer<T>> _get = row.GetGetter<VBuffer<T>>(column);
        private readonly VBuffer<T>[] _vectors = new VBuffer<T>[slots];

        public override void Read(int slot) => _get(ref _vectors[slot]);

        public override ValueGetter<VBuffer<T>> CreateGetter(Func<int> slot) =>
            (ref VBuffer<T> value) => _vectors[slot()].CopyTo(ref value);
    }
}
