using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Values by their number.</summary>
internal abstract class KeyMap
{
    /// <summary>The type of a value.</summary>
    public abstract PrimitiveDataViewType ItemType { get; }

    public abstract int Count { get; }

    public static KeyMap Learn(
        IDataView data, DataViewSchema.Column column, int most, ValueToKeyMappingEstimator.KeyOrdinality order) =>
        Generic.Call<KeyMap>(typeof(KeyMap), nameof(LearnTyped), [column.Type.RawType], data, column, most, order);

    public static KeyMap Load(BinaryReader reader)
    {
        PrimitiveDataViewType type = PrimitiveDataViewType.Of(Type.GetType(reader.ReadString(), throwOnError: true), "Keys");
        object[] values = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => Parse(reader.ReadString(), type.RawType))];
        return Generic.Call<KeyMap>(typeof(KeyMap), nameof(FromObjects), [type.RawType], type, values);
    }

    public abstract void Save(BinaryWriter writer);

    public abstract ValueGetter<uint> Getter(DataViewRow row, DataViewSchema.Column input);

    public abstract DataViewSchema.Annotations Annotations(bool asText);

    private static Typed<T> FromObjects<T>(PrimitiveDataViewType type, object[] values) =>
        new Typed<T>(type, [.. values.Cast<T>()]);

    private static Typed<T> LearnTyped<T>(
        IDataView data, DataViewSchema.Column column, int most, ValueToKeyMappingEstimator.KeyOrdinality order)
    {
        var seen = new HashSet<T>(Typed<T>.Equality);
        List<T> values = [.. data.GetColumn<T>(column).Where(value => !Typed<T>.IsMissing(value) && seen.Add(value)).Take(most)];
        if (order == ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
        {
            Func<T, object> comparable = value => value is ReadOnlyMemory<char> ? value.ToString() : value;
            values = [.. values.OrderBy(comparable, Typed<T>.Order)];
        }
        return new Typed<T>((PrimitiveDataViewType)column.Type, [.. values]);
    }

    private static object Parse(string text, Type type) =>
        type == typeof(ReadOnlyMemory<char>) ? text.AsMemory() : Convert.ChangeType(text, type, CultureInfo.InvariantCulture);

    private sealed class Typed<T> : KeyMap
    {
        private readonly T[] _values;
        private readonly Dictionary<T, uint> _keys = new(Equality);

        public Typed(PrimitiveDataViewType itemType, T[] values)
        {
            (ItemType, _values) = (itemType, values);
            for (int i = 0; i < values.Length; i++)
                _keys[values[i]] = (uint)i + 1;
        }

        public static IEqualityComparer<T> Equality { get; } =
            typeof(T) == typeof(ReadOnlyMemory<char>)
                ? (IEqualityComparer<T>)(object)new TextEquality()
                : EqualityComparer<T>.Default;

        public static IComparer<object> Order { get; } = Comparer<object>.Create((a, b) =>
            a is string text ? string.CompareOrdinal(text, (string)b) : Comparer<object>.Default.Compare(a, b));

        public override PrimitiveDataViewType ItemType { get; }

        public override int Count => _values.Length;

        public static bool IsMissing(T value) => value switch
        {
            ReadOnlyMemory<char> text => text.IsEmpty,
            float number => float.IsNaN(number),
            double number => double.IsNaN(number),
            _ => false,
        };

        public override ValueGetter<uint> Getter(DataViewRow row, DataViewSchema.Column input)
        {
            ValueGetter<T> get = row.GetGetter<T>(input);
            T value = default;
            return (ref uint key) =>
            {
                get(ref value);
                key = _keys.GetValueOrDefault(value);
            };
        }

        public override DataViewSchema.Annotations Annotations(bool asText) => asText && ItemType is not TextDataViewType
            ? AnnotationKinds.OfTexts(AnnotationKinds.KeyValues, [.. _values.Select(Text)])
            : AnnotationKinds.OfValues(AnnotationKinds.KeyValues, ItemType, _values);

        public override void Save(BinaryWriter writer)
        {
            writer.Write(typeof(T).AssemblyQualifiedName);
            writer.Write(_values.Length);
            foreach (T value in _values)
                writer.Write(Text(value));
        }

        private static string Text(T value) =>
            Convert.ToString(value is ReadOnlyMemory<char> ? value.ToString() : value, CultureInfo.InvariantCulture);
    }

    private sealed class TextEquality : IEqualityComparer<ReadOnlyMemory<char>>
    {
        public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span);
    }
}
