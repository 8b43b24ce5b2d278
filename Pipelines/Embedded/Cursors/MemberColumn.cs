using System.Linq.Expressions;
using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A member of a class as a column: how its value is read and written.</summary>
internal sealed class MemberColumn
{
    private readonly Type _owner;
    private readonly MemberInfo _member;

    private MemberColumn(Type owner, SchemaDefinition.Column column)
    {
        _owner = owner;
        _member = (MemberInfo)owner.GetField(column.MemberName) ?? owner.GetProperty(column.MemberName)
            ?? throw new ArgumentException(
                $"No field or property with name '{column.MemberName}' found in type '{owner.FullName}'.");
        Name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
        Annotations = column.Annotations;
        Type item = MemberType.IsArray ? MemberType.GetElementType()
            : IsVector ? MemberType.GetGenericArguments()[0] : MemberType;
        item = item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item;
        Type = column.ColumnType ?? throw new ArgumentException($"Column '{Name}' has no type.");
        DataViewType columnItem = Type is VectorDataViewType vector ? vector.ItemType : Type;
        if (Type is VectorDataViewType != IsVector || columnItem.RawType != item)
            throw new ArgumentException(
                $"Column '{Name}' is supposed to be of type '{Type}', but the associated field is of type '{MemberType}'.");
        Item = item;
    }

    public string Name { get; }

    public DataViewType Type { get; }

    public DataViewSchema.Annotations Annotations { get; }

    public string MemberName => _member.Name;

    public Type MemberType => SchemaDefinition.ValueTypeOf(_member);

    /// <summary>The .NET type of an item of the column.</summary>
    private Type Item { get; }

    private bool IsVector => MemberType.IsArray
        || (MemberType.IsGenericType && MemberType.GetGenericTypeDefinition() == typeof(VBuffer<>));

    public static IReadOnlyList<MemberColumn> Of(Type owner, SchemaDefinition definition, SchemaDefinition.Direction direction) =>
        [.. (definition ?? SchemaDefinition.Create(owner, direction)).Select(column => new MemberColumn(owner, column))];

    /// <summary>Whether values of a column can be written into the member.</summary>
    public bool Takes(DataViewType type) => type is VectorDataViewType vector
        ? IsVector && vector.ItemType.RawType == Item
        : !IsVector && type.RawType == Item;

    /// <summary>The getter of the column over whatever object <paramref name="current"/> gives.</summary>
    public Delegate CreateGetter<TRow>(Func<TRow> current) =>
        MemberType == typeof(string) ? TextGetter(current, Reader<TRow, string>())
        : MemberType == typeof(string[]) ? TextsGetter(current, Reader<TRow, string[]>())
        : MemberType.IsArray
            ? Generic.Call<Delegate>(typeof(MemberColumn), nameof(ArrayGetter), [typeof(TRow), Item], current, this)
        : Generic.Call<Delegate>(typeof(MemberColumn), nameof(DirectGetter), [typeof(TRow), MemberType], current, this);

    /// <summary>Writes the value of a row's column into the member.</summary>
    public Action<TRow> CreateWriter<TRow>(DataViewRow row, DataViewSchema.Column column) =>
        MemberType == typeof(string) ? TextWriter(row, column, Writer<TRow, string>())
        : MemberType == typeof(string[]) ? TextsWriter(row, column, Writer<TRow, string[]>())
        : MemberType.IsArray
            ? Generic.Call<Action<TRow>>(typeof(MemberColumn), nameof(ArrayWriter), [typeof(TRow), Item], row, column, this)
            : Generic.Call<Action<TRow>>(
                typeof(MemberColumn), nameof(DirectWriter), [typeof(TRow), MemberType], row, column, this);

    private Func<TRow, TValue> Reader<TRow, TValue>()
    {
        ParameterExpression row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, TValue>>(Access(row), row).Compile();
    }

    private Action<TRow, TValue> Writer<TRow, TValue>()
    {
        ParameterExpression row = Expression.Parameter(typeof(TRow)), value = Expression.Parameter(typeof(TValue));
        return Expression.Lambda<Action<TRow, TValue>>(Expression.Assign(Access(row), value), row, value).Compile();
    }

    private MemberExpression Access(ParameterExpression row) =>
        Expression.MakeMemberAccess(row.Type == _owner ? row : Expression.Convert(row, _owner), _member);

    private static ValueGetter<ReadOnlyMemory<char>> TextGetter<TRow>(Func<TRow> current, Func<TRow, string> read) =>
        (ref ReadOnlyMemory<char> value) => value = read(current()).AsMemory();

    private static ValueGetter<VBuffer<ReadOnlyMemory<char>>> TextsGetter<TRow>(Func<TRow> current, Func<TRow, string[]> read) =>
        (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            ReadOnlyMemory<char>[] texts = [.. (read(current()) ?? []).Select(text => text.AsMemory())];
            new VBuffer<ReadOnlyMemory<char>>(texts.Length, texts).CopyTo(ref value);
        };

    private static ValueGetter<VBuffer<TItem>> ArrayGetter<TRow, TItem>(Func<TRow> current, MemberColumn column)
    {
        Func<TRow, TItem[]> read = column.Reader<TRow, TItem[]>();
        return (ref VBuffer<TItem> value) =>
        {
            TItem[] items = read(current()) ?? [];
            new VBuffer<TItem>(items.Length, items).CopyTo(ref value);
        };
    }

    private static ValueGetter<TValue> DirectGetter<TRow, TValue>(Func<TRow> current, MemberColumn column)
    {
        Func<TRow, TValue> read = column.Reader<TRow, TValue>();
        ValueCopier<TValue> copy = ValueCopier.For<TValue>();
        return (ref TValue value) => copy(read(current()), ref value);
    }

    private static Action<TRow> TextWriter<TRow>(DataViewRow row, DataViewSchema.Column column, Action<TRow, string> write)
    {
        ValueGetter<ReadOnlyMemory<char>> get = row.GetGetter<ReadOnlyMemory<char>>(column);
        return target =>
        {
            ReadOnlyMemory<char> text = default;
            get(ref text);
            write(target, text.ToString());
        };
    }

    private static Action<TRow> TextsWriter<TRow>(DataViewRow row, DataViewSchema.Column column, Action<TRow, string[]> write)
    {
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> get = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        VBuffer<ReadOnlyMemory<char>> texts = default;
        return target =>
        {
            get(ref texts);
            write(target, [.. texts.DenseValues().Select(text => text.ToString())]);
        };
    }

    private static Action<TRow> ArrayWriter<TRow, TItem>(DataViewRow row, DataViewSchema.Column column, MemberColumn member)
    {
        ValueGetter<VBuffer<TItem>> get = row.GetGetter<VBuffer<TItem>>(column);
        Action<TRow, TItem[]> write = member.Writer<TRow, TItem[]>();
        VBuffer<TItem> items = default;
        return target =>
        {
            get(ref items);
            TItem[] copy = new TItem[items.Length];
            items.CopyTo(copy);
            write(target, copy);
        };
    }

    private static Action<TRow> DirectWriter<TRow, TValue>(DataViewRow row, DataViewSchema.Column column, MemberColumn member)
    {
        ValueGetter<TValue> get = row.GetGetter<TValue>(column);
        Action<TRow, TValue> write = member.Writer<TRow, TValue>();
        return target =>
        {
            TValue value = default;
            get(ref value);
            write(target, value);
        };
    }
}
