namespace Microsoft.ML.Data;

/// <summary>The values of a column, row after row.</summary>
internal abstract class ColumnStore
{
    /// <summary>Makes the store of a column of values of a type.</summary>
    public static ColumnStore Create<T>() => new Typed<T>();

    /// <summary>What appends the value of a row.</summary>
    public abstract Action Appender(DataViewRow row, DataViewSchema.Column column);

    /// <summary>A getter of the row that <paramref name="index"/> gives.</summary>
    public abstract Delegate Getter(Func<int> index);

    private sealed class Typed<T> : ColumnStore
    {
        private readonly List<T> _values = [];

        public override Action Appender(DataViewRow row, DataViewSchema.Column column)
        {
            ValueGetter<T> get = row.GetGetter<T>(column);
            return () =>
            {
                T value = default;
                get(ref value);
                _values.Add(value);
            };
        }

        public override ValueGetter<T> Getter(Func<int> index)
        {
            ValueCopier<T> copy = ValueCopier.For<T>();
            return (ref T value) => copy(_values[index()], ref value);
        }
    }
}
